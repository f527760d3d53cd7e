#include "atna/audit_message.h"
#include "atna/syslog_message.h"

#include <gmock/gmock.h>

namespace seihon::atna {

namespace {

record::Entry entryFor(std::uint64_t sequence, record::EntryKind kind) {
    record::Entry entry;
    entry.station = "desk-1";
    entry.sequence = sequence;
    entry.at = record::parseInstant("2026-11-23T01:02:03.456Z");
    entry.what.kind = kind;
    entry.what.actor.user = "受付";
    return entry;
}

} // namespace

TEST(SyslogMessage, isFramedByItsLengthAndHasTheHeadOfTheStandard) {
    const record::Entry entry = entryFor(41, record::EntryKind::RecordViewed);
    const std::string frame = syslogFrameOf(entry);
    const std::size_t space = frame.find(' ');
    EXPECT_EQ(std::stoul(frame.substr(0, space)), frame.size() - space - 1); // octets, not letters
    const std::string xml = xmlOf(messageOf(entry));
    EXPECT_EQ(frame.substr(space + 1),
              "<85>1 2026-11-23T01:02:03.456Z desk-1 seihon - DICOM+RFC3881 [meta "
              "sequenceId=\"42\"] " +
                  xml.substr(0, xml.size() - 1));
}

TEST(SyslogMessage, warnsOfWhatFailedAndCountsOnAfterTheLargestNumber) {
    const std::uint64_t most = 2'147'483'647; // RFC 5424 §7.3.1
    const auto frame = [](std::uint64_t sequence) {
        return syslogFrameOf(entryFor(sequence, record::EntryKind::LoginFailed));
    };
    EXPECT_THAT(frame(0), testing::HasSubstr(" <84>1 "));
    EXPECT_THAT(frame(most - 1), testing::HasSubstr("\"2147483647\""));
    EXPECT_THAT(frame(most), testing::HasSubstr("sequenceId=\"1\""));
}

TEST(SyslogMessage, aNameCannotEndTheHead) {
    record::Entry entry = entryFor(0, record::EntryKind::RecordViewed);
    entry.station = "desk 1\n<85>1 端末";
    EXPECT_THAT(syslogFrameOf(entry), testing::HasSubstr("Z desk_1_<85>1_______ seihon - "));
    entry.station.clear();
    EXPECT_THAT(syslogFrameOf(entry), testing::HasSubstr("Z - seihon - "));
}

} // namespace seihon::atna
