//! What tools add in namespaces of their own.

use super::{XLIFF, attributes, old, old_pair, one};
use crate::format::testing::{options, records};
use crate::model::UnitStatus;

#[test]
fn sdl_says_status_author_and_times_by_segment() {
    let file = old("<trans-unit id='u'><source>Rain. Wind.</source><seg-source><mrk mtype='seg' mid='1'>Rain.</mrk> \
         <mrk mtype='seg' mid='2'>Wind.</mrk></seg-source><target><mrk mtype='seg' mid='1'>باران.</mrk> \
         <mrk mtype='seg' mid='2'>باد<mrk mtype='x-sdl-deleted' sdl:revid='1'> و</mrk>.</mrk></target>\
         <sdl:seg-defs><sdl:seg id='1' conf='ApprovedSignOff' origin='tm' percent='100'>\
         <sdl:value key='created_by'>ali</sdl:value><sdl:value key='created_on'>11/14/2023 09:50:22</sdl:value>\
         <sdl:value key='SegmentIdentityHash'>xyz=</sdl:value></sdl:seg>\
         <sdl:seg id='2' conf='Draft'><sdl:value key='last_modified_by'>sara</sdl:value>\
         <sdl:value key='modified_on'>yesterday</sdl:value></sdl:seg></sdl:seg-defs></trans-unit>");
    let records = records(XLIFF, &file, options("en fa"));
    assert_eq!((records[0].status, records[1].status), (Some(UnitStatus::Approved), Some(UnitStatus::Draft)));
    assert_eq!((records[0].author.as_str(), records[1].author.as_str()), ("ali", "sara"));
    assert_eq!(records[0].created.unwrap().to_string(), "2023-11-14T09:50:22Z");
    assert_eq!(records[0].updated, None);
    assert_eq!(records[1].target.text, "باد.");
    let expected = ["sdl:conf: ApprovedSignOff", "sdl:created_by: ali", "sdl:origin: tm", "sdl:percent: 100"];
    assert_eq!(attributes(&records[0]), expected);
    let expected = ["sdl:conf: Draft", "sdl:last_modified_by: sara", "sdl:modified_on: yesterday"];
    assert_eq!(attributes(&records[1]), expected);
}

#[test]
fn memoq_says_status_author_and_times_by_unit() {
    let said = "id='3' mq:status='ManuallyConfirmed' mq:lastchanginguser='reza' mq:lastchangedtimestamp='2024-02-01T08:00:00Z' \
                mq:translatorcommittimestamp='0001-01-01T00:00:00' mq:segmentguid='x'";
    let file = old_pair("a", "b").replace("id='u'", said).replace(
        "</trans-unit>",
        "<mq:comments><mq:comment mq:level='1'>check the name</mq:comment></mq:comments></trans-unit>",
    );
    let record = one(&file);
    assert_eq!((record.author.as_str(), record.note.as_str()), ("reza", "check the name"));
    assert_eq!((record.status, record.created), (Some(UnitStatus::Reviewed), None));
    assert_eq!(record.updated.unwrap().to_string(), "2024-02-01T08:00:00Z");
    assert_eq!(attributes(&record), ["mq:lastchanginguser: reza", "mq:status: ManuallyConfirmed"]);
}
