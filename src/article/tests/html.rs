use super::*;

fn read(article: &str, tag: &str) -> Vec<Segment> {
    segments(article, &language(tag), ArticleFormat::Html)
}

fn texts(article: &str) -> Vec<String> {
    read(article, "en").into_iter().map(|segment| segment.text).collect()
}

fn kinds(article: &str) -> Vec<BlockKind> {
    read(article, "en").into_iter().map(|segment| segment.kind).collect()
}

#[test]
fn white_space_collapses_and_entities_are_resolved() {
    assert_eq!(
        texts("<p>\n  Talks\n  &amp; hopes&nbsp;rise &#x2014; &copy 5&lt;6 &nosuch; &\n</p>"),
        ["Talks & hopes\u{a0}rise — © 5<6 &nosuch; &"]
    );
    assert_eq!(read("<p>می&zwnj;شود&rlm;</p>", "fa")[0].text, "می\u{200c}شود\u{200f}");
}

#[test]
fn places_are_in_the_article_to_the_byte() {
    let article = "<p>One &amp; <b>two</b>.\n  Three.</p>";
    let found: Vec<&str> = read(article, "en").iter().map(|s| &article[s.start..s.end]).collect();
    assert_eq!(found, ["One &amp; <b>two</b>.", "Three."]);
}

#[test]
fn markup_within_a_sentence_is_numbered_and_around_it_left_out() {
    assert_eq!(
        texts("<p><b><i>Now</i> we</b> go. <b>They stay.</b> <a href=x>Who</a>?</p>"),
        ["{1}{2}Now{/2} we{/1} go.", "They stay.", "{1}Who{/1}?"]
    );
}

#[test]
fn what_readers_do_not_see_as_text_is_left_out() {
    let article = "<style>p { x: y }</style><script>var a = '<p>no</p>';</script><!-- no --><template><p>no</p></template>\
                   <svg><text>no</text></svg><p>yes</p><noscript><p>no</p></noscript>";
    assert_eq!(texts(article), ["yes"]);
}

#[test]
fn what_is_not_to_be_translated_is_left_out_or_a_code() {
    let article = "<p translate=\"no\">No <p>Yes.</p><div class='x notranslate'><p>No</p></div>\
                   <p>By <span translate=no>ACME Inc. <b>x</b></span> and <code>a. B</code> only.</p>";
    assert_eq!(texts(article), ["Yes.", "By {1/} and {2/} only."]);
}

#[test]
fn a_forgotten_end_tag_does_not_swallow_the_page() {
    assert_eq!(texts("<p>It is <code>x <p>Next.<p>And <b>so <p>on."), ["It is {1/}", "Next.", "And {1}so", "on."]);
    assert_eq!(texts("<ul><li>One<li>Two</ul></div></div>Three"), ["One", "Two", "Three"]);
    assert_eq!(texts("</b></p>A<b></i> b</b"), ["A{1}{/2} b"]);
}

#[test]
fn an_element_that_is_passed_over_and_never_ends_hides_nothing() {
    assert_eq!(texts("<p>One <svg/> and <math/> x.</p><p>Two.</p>"), ["One {1/} and {2/} x.", "Two."]);
    assert_eq!(
        texts("<p>One <svg>x</p><p>Two <svg> three.</p><p>Four <video>five."),
        ["One {1/}x", "Two {1/} three.", "Four {1/}five."]
    );
    assert_eq!(texts("<p>One</p><script>var a = '</p><p>no"), ["One"]);
}

#[test]
fn legacy_entities_in_attributes_need_their_semicolon() {
    let article = "<p title=\"a?b=1&copy=2 c&copyright &copy; &copy\">x</p>";
    assert_eq!(texts(article)[0], "a?b=1&copy=2 c&copyright © ©");
}

#[test]
fn a_page_with_headings_has_no_others() {
    use BlockKind::*;
    let article =
        "<h1>Storm hits ports</h1><p>123</p><p>Icon <svg></svg> text</p><label>Name</label><p>It rained all day.</p>";
    assert_eq!(kinds(article), [Headline, Paragraph, Paragraph, Metadata, Paragraph]);
    assert_eq!(kinds("<div>Storm hits the ports again</div><p>It rained. It snowed.</p>")[0], Headline);
}

#[test]
fn titles_and_descriptions_are_text() {
    let article = "<title>A &lt;b&gt;</title><meta name=Description content='Dogs bark. Cats sleep.'><meta property=\"og:title\" content=T>\
                   <meta name=robots content=none><p><img alt=\"A dog\" src=x title=\"12\"> runs <a title='Tip'>here</a></p>";
    assert_eq!(texts(article), ["A <b>", "Dogs bark.", "Cats sleep.", "T", "A dog", "runs {1}here{/1}", "Tip"]);
    let kinds = kinds(article);
    assert_eq!((kinds[0], kinds[1], kinds[4]), (BlockKind::Headline, BlockKind::Metadata, BlockKind::Caption));
}

#[test]
fn line_breaks_are_codes_and_two_of_them_part_blocks() {
    assert_eq!(texts("<div>One<br>two.<br/> <br>Three.<br></div>"), ["One{1/}two.", "Three."]);
}

#[test]
fn elements_tell_what_blocks_are() {
    let article = "<nav><ul><li>Home</li></ul></nav><h1>Talks fail again</h1><div class='meta byline'>Jane Doe</div>\
        <span>5 May 2024</span><blockquote><p>We go now.</p></blockquote><table><tr><th>Town<td>Rasht</table>\
        <figure><figcaption>A picture</figcaption></figure><p><b>In Tehran</b>, it rained.</p><ol><li>First</ol>\
        <pre><code>let x;\nlet <b>y</b>;</code></pre><div class=related><a href=x>Storm hits</a></div>";
    use BlockKind::*;
    assert_eq!(
        kinds(article),
        [Link, Headline, Byline, Dateline, Quotation, TableCell, TableCell, Caption, LeadIn, ListItem, Code, Link]
    );
    assert!(texts(article).contains(&"let x;\nlet {1}y{/1};".to_owned()));
}

#[test]
fn a_page_is_told_from_markdown_with_some_html() {
    let of = |article: &str| ArticleFormat::Auto.of(article);
    for html in ["<!DOCTYPE html>\n# x", "\u{feff} <html><p>x", "<p>x</p>\n<p>y</p>", "<!-- c --><div>x</div>\n"] {
        assert_eq!(of(html), ArticleFormat::Html, "{html}");
    }
    assert_eq!(of("<h1 align=\"center\">x</h1>\n\n## Use\n\n<br>"), ArticleFormat::Markdown);
    for text in ["<3 is a heart", "< a > b >", "x <b>y</b>", "<jane@example.org>"] {
        assert_eq!(of(text), ArticleFormat::Text, "{text}");
    }
}

#[test]
fn deep_and_broken_markup_is_read_in_linear_time() {
    for unit in [
        "<div>",
        "<b>",
        "</b>",
        "<b></i>",
        "<p><b>",
        "&",
        "&amp",
        "<",
        "<a title=",
        "<li><ul>",
        "<br>",
        "<!--",
        "<code>",
        "<svg>",
    ] {
        let article = unit.repeat(400_000 / unit.len()) + "<p>Seen.</p>";
        read(&article, "en");
    }
    let line = "Word &amp; <b>word</b>. ".repeat(20_000);
    assert_eq!(read(&line, "en").len(), 20_000);
}
