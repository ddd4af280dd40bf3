use super::*;

/// The article in Persian, with targets for some of its segments.
fn assembled(article: &str, format: ArticleFormat, targets: &[(usize, &str)]) -> Assembled {
    let targets = targets.iter().map(|(position, text)| (*position, (*text).to_owned())).collect();
    let (from, to) = (language("en"), language("fa"));
    let assembly =
        Assembly { to: &to, targets: &targets, untranslated: Untranslated::Marked, left_kinds: &[], charset: None };
    Article::read(article, &reading(&from, format)).assemble(&assembly).unwrap()
}

fn html(article: &str, targets: &[(usize, &str)]) -> String {
    assembled(article, ArticleFormat::Html, targets).article
}

fn markdown(article: &str, targets: &[(usize, &str)]) -> String {
    assembled(article, ArticleFormat::Markdown, targets).article
}

#[test]
fn a_page_declares_the_language_and_direction_of_its_translation() {
    let article = "<html lang=en><head><title>Now</title></head><body dir='ltr'><p lang=\"de\">Jetzt</p><p>Now.</p></body></html>";
    assert_eq!(
        html(article, &[(0, "اکنون"), (1, "Jetzt"), (2, "اکنون.")]),
        "<html dir=\"rtl\" lang=fa><head><title>اکنون</title></head><body dir='rtl'><p lang=\"de\">Jetzt</p><p>اکنون.</p></body></html>"
    );
}

#[test]
fn every_block_of_a_part_of_a_page_declares_them() {
    assert_eq!(
        html("<p>Now.</p>\n<p class=x>Then.</p>", &[(0, "اکنون."), (1, "سپس.")]),
        "<p lang=\"fa\" dir=\"rtl\">اکنون.</p>\n<p lang=\"fa\" dir=\"rtl\" class=x>سپس.</p>"
    );
}

#[test]
fn what_has_no_translation_is_left_and_marked() {
    let found = assembled("<p title=\"A tip\">Now <i>we</i> go. Then.</p>", ArticleFormat::Html, &[(2, "سپس.")]);
    assert_eq!(
        found.article,
        "<p lang=\"fa\" dir=\"rtl\" title=\"⟦A tip⟧\"><mark class=\"hafez-untranslated\" lang=\"en\" dir=\"ltr\">Now <i>we</i> go.</mark> سپس.</p>"
    );
    assert_eq!(found.untranslated, [0, 1]);
    assert_eq!(markdown("Now. Then.", &[(1, "سپس.")]), "⟦Now.⟧ سپس.");
    assert_eq!(markdown("```\nx\n```\n", &[]), "```\nx\n```\n");
}

#[test]
fn an_element_is_not_marked_across_its_ends() {
    assert_eq!(html("<p>He <b>left. She</b> came.</p>", &[]), "<p>⟦He <b>left.⟧ ⟦She</b> came.⟧</p>");
}

#[test]
fn markup_goes_where_its_codes_are() {
    assert_eq!(
        html("<p>The <b class=x>new</b> <i>law</i>.</p>", &[(0, "{2}قانون{/2} {1}تازه{/1} & <باز>.")]),
        "<p lang=\"fa\" dir=\"rtl\"><i>قانون</i> <b class=x>تازه</b> &amp; &lt;باز&gt;.</p>"
    );
    assert_eq!(
        markdown("The **new** [law](x \"t\").", &[(0, "{2}قانون{/2} {1} تازه {/1}.")]),
        "[قانون](x \"t\")  **تازه** ."
    );
}

#[test]
fn texts_within_codes_are_translated_too() {
    let article = "<p>See <img alt=\"A dog\" src=x> run.</p>";
    assert_eq!(
        html(article, &[(0, "دویدن {1/} را ببینید."), (1, "یک «\"سگ\"»")]),
        "<p lang=\"fa\" dir=\"rtl\">دویدن <img alt=\"یک «&quot;سگ&quot;»\" src=x> را ببینید.</p>"
    );
    assert_eq!(
        html(article, &[(0, "See {1/} run."), (1, "سگ")]),
        article.replace("A dog", "سگ").replace("<p>", "<p lang=\"fa\" dir=\"rtl\">")
    );
}

#[test]
fn codes_that_are_wrong_are_mended_and_reported() {
    use CodeProblemKind::*;
    let problems = |target| -> (String, Vec<(String, CodeProblemKind)>) {
        let found = assembled("A <b>b</b> <img src=x> c", ArticleFormat::Html, &[(0, target)]);
        (found.article, found.problems.into_iter().map(|p| (p.code, p.kind)).collect())
    };
    let report = |problems: &[(&str, CodeProblemKind)]| -> Vec<(String, CodeProblemKind)> {
        problems.iter().map(|(code, kind)| ((*code).to_owned(), *kind)).collect()
    };
    assert_eq!(problems("{2/} {1}x{/1}").1, []);
    let (article, found) = problems("x");
    assert_eq!(article, "x<img src=x>");
    assert_eq!(found, report(&[("{1}", LeftOut), ("{/1}", LeftOut), ("{2/}", PutBack)]));
    let (article, found) = problems("{/1}x{1} {2/}{2/} {7}");
    assert_eq!(article, "x <img src=x> {7}");
    assert_eq!(found, report(&[("{2/}", Repeated), ("{7}", Unknown), ("{1}", LeftOut), ("{/1}", LeftOut)]));
}

#[test]
fn pairs_that_cross_are_taken_apart_unless_they_do_in_the_article() {
    let article = "<p>The <b>one</b> and <i>two</i> go.</p>";
    let found = assembled(article, ArticleFormat::Html, &[(0, "الف {1}ب {2}پ{/1} ت{/2} ث")]);
    assert_eq!(found.article, "<p lang=\"fa\" dir=\"rtl\">الف <b>ب پ</b> ت ث</p>");
    assert_eq!(found.problems.iter().map(|p| &*p.code).collect::<Vec<_>>(), ["{2}", "{/2}"]);
    let crossing = "<p>The <b>one <i>and</b> two</i> go.</p>";
    let found = assembled(crossing, ArticleFormat::Html, &[(0, "الف {1}ب {2}پ{/1} ت{/2} ث")]);
    assert_eq!(found.article, "<p lang=\"fa\" dir=\"rtl\">الف <b>ب <i>پ</b> ت</i> ث</p>");
}

#[test]
fn a_line_break_can_be_left_out() {
    assert_eq!(html("<p>One<br>two.</p>", &[(0, "یک دو.")]), "<p lang=\"fa\" dir=\"rtl\">یک دو.</p>");
    assert_eq!(markdown("One  \ntwo\\\nthree.", &[(0, "یک دو سه.")]), "یک دو سه.");
}

#[test]
fn emphasis_that_would_be_none_is_written_as_tags() {
    assert_eq!(markdown("The **one** and two.", &[(0, "م{1}«متن»{/1}و")]), "م<strong>«متن»</strong>و");
    assert_eq!(markdown("The _one_ and two.", &[(0, "م{1}متن{/1}و")]), "م<em>متن</em>و");
    assert_eq!(markdown("The **one** and two.", &[(0, "{1}«متن»{/1}، و")]), "**«متن»**، و");
    assert_eq!(markdown("The ***one*** and two.", &[(0, "و {1}{2}متن{/2}{/1} بود.")]), "و ***متن*** بود.");
}

#[test]
fn what_elements_within_lines_declare_is_changed_with_their_text() {
    let article = "<p><span lang=EN-US dir=ltr>Now.</span> <i lang=de>Jetzt.</i> <i lang='en'>Then.</i></p>";
    assert_eq!(
        html(article, &[(0, "اکنون."), (1, "Jetzt."), (2, "Then.")]),
        "<p lang=\"fa\" dir=\"rtl\"><span lang=fa dir=rtl>اکنون.</span> <i lang=de>Jetzt.</i> <i lang='en'>Then.</i></p>"
    );
}

#[test]
fn thousands_of_codes_are_put_in_place_at_once() {
    for unit in ["**a** ", "<b>a</b> "] {
        let article = unit.repeat(20_000);
        let text = segments(&article, &language("en"), ArticleFormat::Markdown)[0].text.replace("}a{", "} a {");
        assert!(markdown(&article, &[(0, &text)]).len() > article.len());
        assert!(!markdown(&article, &[(0, "none")]).contains('a'));
    }
}

#[test]
fn a_code_whose_other_half_is_elsewhere_is_put_back() {
    let article = "<p>He <b>left. She</b> came.</p>";
    assert_eq!(
        html(article, &[(0, "او رفت."), (1, "او آمد.")]),
        "<p lang=\"fa\" dir=\"rtl\">او رفت.<b> </b>او آمد.</p>"
    );
}

#[test]
fn a_link_that_is_found_by_its_text_is_found_by_its_label() {
    let article = "[The law]\n\nSee [the law][] now.\n\n![the law]\n\n[The law]: x";
    assert_eq!(
        markdown(article, &[(0, "قانون"), (1, "{1}قانون{/1} را ببینید."), (2, "قانون")]),
        "[قانون][The law]\n\n[قانون][the law] را ببینید.\n\n![قانون][the law]\n\n[The law]: x"
    );
}

#[test]
fn values_without_quotation_marks_get_them() {
    assert_eq!(html("<img alt=Dog>", &[(0, "سگ > گربه")]), "<img alt=\"سگ &gt; گربه\">");
    assert_eq!(markdown("---\ntitle: Now\n---\n\nx", &[(0, "yes"), (1, "x")]), "---\ntitle: \"yes\"\n---\n\nx");
    assert_eq!(
        markdown("---\ntitle: Now\n---\n\nx", &[(0, "اکنون: \"سپس\""), (1, "x")]),
        "---\ntitle: \"اکنون: \\\"سپس\\\"\"\n---\n\nx"
    );
}

#[test]
fn an_empty_target_takes_the_segment_away() {
    assert_eq!(html("Now. Then.", &[(0, ""), (1, "سپس.")]), " سپس.");
}

#[test]
fn a_target_for_no_segment_is_refused() {
    let (to, targets) = (language("fa"), BTreeMap::from([(1, String::new())]));
    let assembly =
        Assembly { to: &to, targets: &targets, untranslated: Untranslated::AsIs, left_kinds: &[], charset: None };
    let error = Article::read("Now.", &reading(&language("en"), ArticleFormat::Text)).assemble(&assembly).unwrap_err();
    assert_eq!(error, NoSuchSegment { segment: 1, segments: 1 });
}

/// Targets that a careless writer would turn into markup.
fn tricky() -> impl Strategy<Value = String> {
    #[rustfmt::skip]
    let pieces = proptest::sample::select(vec![
        "a", "b ", "گفت ", "*", "**", "_", "`", "~", "~~", "[", "]", "(x)", "!", "<", ">", "<b>", "</b>", "&", "&amp;", "&lt", "\\", "|", "#",
        "- ", "1) ", "1", "+", "=", "> ", "\"", "'", ":", "{", "}", "http://a.b", "\u{200c}", "🙂",
    ]);
    proptest::collection::vec(pieces, 1..12).prop_map(|pieces| format!("x{}x", pieces.concat()))
}

/// An article and what one of its segments is, counted from 0.
const HOLDERS: [(&str, ArticleFormat, usize); 12] = [
    ("# T\n\nOne *two* three\n\nEnd", ArticleFormat::Markdown, 1),
    ("# T #\n\nOne", ArticleFormat::Markdown, 0),
    ("T\n===\n\nOne", ArticleFormat::Markdown, 0),
    ("- One\n- Two\n\n> Three", ArticleFormat::Markdown, 1),
    ("One\n\n| A | B |\n|---|---|\n| C | D |", ArticleFormat::Markdown, 3),
    ("---\ntitle: A\nsummary: 'B'\n---\n\nOne", ArticleFormat::Markdown, 0),
    ("---\ntitle: A\nsummary: 'B'\n---\n\nOne", ArticleFormat::Markdown, 1),
    ("See ![One](x) now", ArticleFormat::Markdown, 1),
    ("<p>One <b>two</b></p><p>End</p>", ArticleFormat::Html, 0),
    ("<title>One</title><p>End", ArticleFormat::Html, 0),
    ("<p title=\"One\">End</p><p title='Two'>End<p title=Three>End", ArticleFormat::Html, 2),
    ("<p title=\"One\">End</p><p title='Two'>End<p title=Three>End", ArticleFormat::Html, 4),
];

proptest! {
    #[test]
    fn a_target_is_read_back_as_it_was_given(target in tricky(), holder in 0..HOLDERS.len()) {
        let (article, format, position) = HOLDERS[holder];
        // White space at the ends of a line is nothing in Markdown, and runs of it are one space in HTML.
        let target = target.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = assembled(article, format, &[(position, &target)]).article;
        let read: Vec<_> = segments(&written, &language("en"), format).into_iter().map(|s| s.text).collect();
        // It may be several sentences.
        let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
        let is_there = without_spaces(&read.concat()).contains(&without_spaces(&target));
        prop_assert!(is_there, "{target:?} in {written:?} is read as {read:?}");
    }
}
