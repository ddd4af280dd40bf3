use super::*;

/// The texts of the segments of an article in Markdown.
fn texts(article: &str) -> Vec<String> {
    segments(article, &language("en"), ArticleFormat::Markdown).into_iter().map(|segment| segment.text).collect()
}

fn kinds(article: &str) -> Vec<BlockKind> {
    segments(article, &language("en"), ArticleFormat::Markdown).into_iter().map(|segment| segment.kind).collect()
}

#[test]
fn a_bold_run_over_whole_sentences_leaves_no_code_in_them() {
    let [_, first, second, third] = &texts("# T\n\n**It failed. It fell.** It burned.")[..] else { panic!() };
    assert_eq!([first, second, third], ["It failed.", "It fell.", "It burned."]);
}

#[test]
fn markup_does_not_move_the_ends_of_sentences() {
    assert_eq!(
        texts("# T\n\nHe said **it failed. It fell** down. *All* burned.")[1..],
        ["He said {1}it failed.", "It fell{/1} down.", "{1}All{/1} burned."]
    );
}

#[test]
fn what_is_no_markup_is_text() {
    assert_eq!(texts("It ** failed, f**k it. 2*3*4 a_b_c")[..], ["It ** failed, f**k it.", "2{1}3{/1}4 a_b_c"]);
}

#[test]
fn escapes_and_entities_are_resolved() {
    assert_eq!(texts(r"\*Not bold\* &amp; [not a link\], 5 &lt; 6"), ["*Not bold* & [not a link], 5 < 6"]);
}

#[test]
fn codes_do_not_take_numbers_that_the_text_has() {
    assert_eq!(texts("Put {2} **here** and {/3}."), ["Put {2} {4}here{/4} and {/3}."]);
}

#[test]
fn program_text_stands_in_a_sentence_as_one_code() {
    assert_eq!(texts("Call `f(x). Y` twice. `g` is not called."), ["Call {1/} twice.", "{1/} is not called."]);
}

#[test]
fn a_picture_in_a_sentence_is_a_code_and_its_text_a_caption() {
    let article = "The flag ![A red *flag*](f.png) was lowered.";
    assert_eq!(texts(article), ["The flag {1/} was lowered.", "A red {1}flag{/1}"]);
    assert_eq!(kinds(article), [BlockKind::Paragraph, BlockKind::Caption]);
}

#[test]
fn addresses_links_and_notes_are_codes() {
    assert_eq!(
        texts("See <https://a.b>, [the report](r \"t\")[^1] or [that][x].\n\n[^1]: A note.\n\n[x]: y"),
        ["See {1/}, {2}the report{/2}{3/} or {4}that{/4}.", "A note."]
    );
}

#[test]
fn tables_have_cells_and_fences_have_code() {
    let article = "Some text stands here.\n\n| Town | Dead \\| hurt |\n|---|---|\n| Rasht | 12 |\n\n```rust\nlet x = 1;\nx\n```\n";
    assert_eq!(texts(article), ["Some text stands here.", "Town", "Dead | hurt", "Rasht", "12", "let x = 1;\nx"]);
    assert_eq!(kinds(article)[1..], [[BlockKind::TableCell; 4].as_slice(), &[BlockKind::Code]].concat());
}

#[test]
fn quotations_and_alerts_are_quotations() {
    let article = "> [!NOTE]\n> We will not go,\n> they said. We stay.\n";
    assert_eq!(texts(article), ["We will not go, they said.", "We stay."]);
    assert_eq!(kinds(article), [BlockKind::Quotation; 2]);
}

#[test]
fn html_within_is_read_as_html() {
    let article = "<p align=\"center\">A &amp; B</p>\n\nIt is <b>bold</b><br>here.";
    assert_eq!(texts(article), ["A & B", "It is {1}bold{/1}{2/}here."]);
}

#[test]
fn the_title_and_the_description_in_front_matter_are_text() {
    let article = "---\ntitle: \"Talks fail\"\ndate: 2024-02-05\ndescription: Nobody came. Nobody left.\ntags: [a, b]\n---\n\nIt failed.";
    assert_eq!(texts(article), ["Talks fail", "Nobody came. Nobody left.", "It failed."]);
    assert_eq!(kinds(article), [BlockKind::Headline, BlockKind::Metadata, BlockKind::Paragraph]);
}

#[test]
fn values_of_front_matter_that_are_no_text_of_one_line_are_left() {
    let article = "---\ntitle: 2024\nsummary: true\nlead: One\n  two\ncaption: 2024-02-05\nsubtitle: Three\n---\n\nx";
    assert_eq!(texts(article), ["Three", "x"]);
    assert_eq!(texts("+++\ntitle = \"One\"\n[extra]\ndescription = \"Two\"\n+++\n\nx"), ["One", "x"]);
}

#[test]
fn attributes_of_headings_are_no_text() {
    assert_eq!(texts("## Storm {#storm .wide}\n\nIt rained."), ["Storm", "It rained."]);
}

#[test]
fn indented_lines_are_code_only_where_the_article_is_said_to_be_markdown() {
    let article = "## Talks fail\n\n    The delegations left Geneva on Monday night.\n";
    assert_eq!(kinds(article), [BlockKind::Headline, BlockKind::Code]);
    let found = segments(article, &language("en"), ArticleFormat::Auto);
    assert_eq!(found[1].kind, BlockKind::Paragraph);
}

#[test]
fn lines_of_news_copy_are_blocks_though_no_blank_line_parts_them() {
    let article = "## تجمع کارگران\nدوشنبه ۱۶ بهمن ۱۴۰۲\n• دستمزدها پرداخت شود.\n• قراردادها بازگردد.";
    let found = segments(article, &language("fa"), ArticleFormat::Markdown);
    let kinds: Vec<_> = found.iter().map(|segment| segment.kind).collect();
    assert_eq!(kinds, [BlockKind::Headline, BlockKind::Dateline, BlockKind::ListItem, BlockKind::ListItem]);
    assert_eq!(found[2].text, "دستمزدها پرداخت شود.");
}
