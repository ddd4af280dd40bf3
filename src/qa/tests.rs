use super::*;
use crate::model::Language;

fn side(text: &str, language: &str) -> UnitText {
    UnitText { text: text.into(), language: Language::parse(language).unwrap() }
}

/// The doubts about an English text with its Persian translation.
fn doubts(source: &str, target: &str) -> Vec<Doubt> {
    check(&side(source, "en"), &side(target, "fa")).into_iter().map(|finding| finding.doubt).collect()
}

fn message(source: &str, target: &str) -> String {
    check(&side(source, "en"), &side(target, "fa")).remove(0).message
}

#[test]
fn a_good_pair_is_not_doubtful() {
    for (source, target) in [
        ("The port of Anzali reopened on 14 May.", "بندر انزلی ۱۴ مه بازگشایی شد."),
        ("Three ferries, 2 of them new, sailed at {1}noon{/1}.", "سه کشتی، که ۲ تا نو بودند، {1}ظهر{/1} راه افتادند."),
        ("BBC", "BBC"),
        ("COVID-19", "COVID-19"),
        ("12", "۱۲"),
        ("See https://example.org/ports-of-the-caspian-sea", "بنگرید به https://example.org/ports-of-the-caspian-sea"),
        ("UN", "سازمان ملل متحد"),
        ("About 1.5 million people", "حدود ۱۵۰۰۰۰۰ نفر"),
        ("On 12 May 2024 the bridge opened.", "این پل در ۲۳ اردیبهشت ۱۴۰۳ گشایش یافت."),
        ("Two of the five bridges", "۲ پل از ۵ پل"),
        ("It opens at 3:30 p.m. on Monday.", "دوشنبه ساعت ۱۵:۳۰ باز می‌شود."),
        ("The guard came at 4.40 am on Friday.", "نگهبان جمعه ساعت ۴:۴۰ صبح آمد."),
        ("The guard came at 4.40 pm on Friday.", "نگهبان جمعه ساعت ۱۶:۴۰ آمد."),
        ("The war of 1939-45 ruined the harbour.", "جنگ ۱۹۳۹ تا ۱۹۴۵ بندر را ویران کرد."),
        ("Microsoft Windows", "Microsoft Windows"),
        ("hafez.ir", "hafez.ir"),
        ("Windows Media Player را", "پخش‌کنندهٔ Windows Media Player"),
    ] {
        assert_eq!(doubts(source, target), [], "{source} | {target}");
    }
}

#[test]
fn a_text_in_another_script_is_doubtful() {
    assert_eq!(doubts("The port reopened.", "The port was opened again."), [Doubt::WrongScript]);
    assert_eq!(doubts("بندر بازگشایی شد.", "بندر دوباره باز شد."), [Doubt::WrongScript]);
    assert_eq!(
        message("The port reopened.", "Порт снова открыт."),
        "the target is hardly in Arabic letters, as fa is written"
    );
    let serbian = check(&side("The port reopened.", "en"), &side("Luka je ponovo otvorena.", "sr"));
    assert_eq!(serbian, [], "Serbian is written in two scripts");
}

#[test]
fn an_untranslated_text_is_doubtful() {
    let doubts = doubts("The port reopened.", "the port reopened.");
    assert_eq!(doubts, [Doubt::WrongScript, Doubt::EqualToSource]);
}

#[test]
fn a_target_much_longer_or_shorter_is_doubtful() {
    let long = "بندر انزلی پس از سه روز توفان شدید که صدها مسافر را در دو سوی دریای خزر سرگردان کرده بود بازگشایی شد.";
    assert_eq!(doubts("It reopened.", long), [Doubt::UnusualLength]);
    assert!(message("It reopened.", long).contains("suspiciously long"));
    assert!(message(&"The port of Anzali reopened. ".repeat(5), "بندر باز شد.").contains("suspiciously short"));
    let chinese = check(
        &side(&"The port reopened after the storm. ".repeat(4), "en"),
        &side(&"風暴過後港口重新開放。".repeat(4), "zh"),
    );
    assert_eq!(chinese, []);
}

#[test]
fn codes_that_differ_are_doubtful() {
    assert_eq!(message("a {1}b{/1} c", "آ ب پ"), "the target lacks the codes {/1} {1}");
    assert_eq!(message("a b c", "آ {2/} پ"), "the target has codes that the source lacks: {2/}");
    assert_eq!(doubts("{1}a{/1} {2/}", "{2/} {1}آ{/1}"), [], "their order is the language's");
}

#[test]
fn numbers_that_disagree_are_doubtful() {
    assert_eq!(message("It happened on 12 May.", "این در ۱۴ مه رخ داد."), "the source has 12, the target 14");
    assert_eq!(doubts("It cost 50 dollars.", "بهایش ۵۰۰ دلار بود."), [Doubt::NumbersDisagree]);
    assert_eq!(doubts("In 2019 and 2020", "در ۲۰۱۹ و ۲۰۲۱"), [Doubt::NumbersDisagree]);
}
