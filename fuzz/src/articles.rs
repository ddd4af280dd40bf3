use std::collections::BTreeMap;
use std::sync::LazyLock;

use hafez::article::{Article, ArticleFormat, Assembly, Reading, Untranslated, decode};
use hafez::model::Language;
use hafez::text::sentence::Segmentation;
use hafez::text::srx::Srx;

static BUILT_IN: LazyLock<Segmentation> = LazyLock::new(Segmentation::default);

fn language(tag: &str) -> Language {
    Language::parse(tag).expect("it is a tag")
}

/// Reads an article; with every target equal to its source, it comes back.
pub fn read_article(format: ArticleFormat, file: &[u8]) {
    let Ok(decoded) = decode(file, None) else { return };
    for tag in ["en", "fa"] {
        let language = language(tag);
        let article = Article::read(&decoded.text, &Reading { language: &language, format, segmentation: &BUILT_IN });
        let same: BTreeMap<usize, String> =
            article.segments().map(|segment| segment.text.clone()).enumerate().collect();
        let to = self::language("de");
        let untranslated = Untranslated::AsIs;
        let assembly = Assembly { to: &to, targets: &same, untranslated, left_kinds: &[], charset: None };
        if let Ok(assembled) = article.assemble(&assembly) {
            assert_eq!(assembled.article, decoded.text);
        }
    }
}

/// Reads segmentation rules, and cuts a text with them; the pieces are the text.
pub fn cut_by_rules(file: &[u8]) {
    let Ok(srx) = Srx::parse(file) else { return };
    for (tag, text) in
        [("en", "Dr. Who left at 5 p.m. (He did.) “So?” 1. Yes…  No!"), ("fa", "دکتر رفت. ساعت ۵ بود؟ «نه!»")]
    {
        let Ok(Some(rules)) = srx.rules_for(&language(tag)) else { continue };
        let Ok(cuts) = rules.cuts(text) else { continue };
        assert!(cuts.is_sorted() && cuts.iter().all(|&cut| text.is_char_boundary(cut)), "{cuts:?}");
    }
}
