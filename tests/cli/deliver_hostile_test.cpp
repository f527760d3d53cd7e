#include "deliver_fixture.h"
#include "dicom-net/loopback.h"
#include "dicom-net/scripted_archive.h"

#include <gmock/gmock.h>

#include <sys/socket.h>
#include <unistd.h>

// What answers is no archive, a broken one, or one that means harm: nothing is lost, nothing is
// believed, nothing waits for ever.
namespace seihon::cli_test {

using dicom_net::OneCaller;
using dicom_net::ScriptedArchive;

class HostilePeer : public DeliveryTest<StationHome> {
  protected:
    // An unwell talk leaves the record waiting under its one name.
    void expectWaits(const Result& worked, const std::string& how) const {
        EXPECT_EQ(worked.code, 0) << how << worked.err;
        EXPECT_TRUE(worked.has("DeliveryTargetAway") || worked.has("DeliveryTargetRefuses"))
            << how << worked.out;
        EXPECT_EQ(state(), "waiting") << how;
        EXPECT_EQ(preparedUids().size(), 1u) << how;
        EXPECT_TRUE(entriesOf("DeliverySent").empty()) << how;
    }
};

TEST_F(HostilePeer, whatever_is_said_instead_of_an_association_the_record_waits) {
    (void)m_home.sealedRecord(1);
    const std::string accepted("\x02\x00", 2); // A-ASSOCIATE-AC (PS3.8 §9.3.3)
    const std::vector<std::pair<std::string, std::string>> said{
        {"nothing", ""},
        {"words", "HTTP/1.1 200 OK\r\n\r\n"},
        {"zeros", std::string(4096, '\0')},
        {"a PDU of four gigabytes", accepted + "\xff\xff\xff\xff" + std::string(1000, 'A')},
        {"half a PDU", accepted + std::string("\x00\x00\x01\x00\x00\x01", 6)},
        {"an item longer than its PDU",
         accepted + std::string("\x00\x00\x00\x50\x00\x01\x00\x00", 8) + std::string(64, ' ') +
             std::string("\x10\x00\xff\xff", 4) + std::string(8, 'x')},
        {"no kind of PDU", std::string("\x7f\x00\x00\x00\x00\x04\x01\x02\x03\x04", 10)},
        {"an abort", std::string("\x07\x00\x00\x00\x00\x04\x00\x00\x00\x00", 10)},
    };
    for (const auto& [how, bytes] : said) {
        const OneCaller peer([&answer = bytes](int line) {
            char asked[65536];
            static_cast<void>(!::read(line, asked, sizeof asked));
            static_cast<void>(!::write(line, answer.data(), answer.size()));
        });
        target(peer.port(), "ARCHIVE", "query");
        expectWaits(work(), how);
    }
}

TEST_F(HostilePeer, one_that_says_nothing_is_left_after_the_timeout) {
    (void)m_home.sealedRecord(1);
    const OneCaller peer([](int line) {
        char asked[65536];
        while (::read(line, asked, sizeof asked) > 0) {
        }
    });
    target(peer.port(), "ARCHIVE", "query");
    m_home.editFile("deliveries.toml", "timeout_seconds = 5", "timeout_seconds = 1");
    expectWaits(work(), "silence");
}

TEST_F(HostilePeer, one_that_breaks_off_in_the_middle_is_sent_the_same_again) {
    (void)m_home.sealedRecord(1);
    const std::string data("\x04\x00", 2); // P-DATA-TF
    const std::vector<ScriptedArchive::Script> scripts{
        {.hangsUp = true},
        {.hangs = true},
        {.insteadOfAnswer = data + "\xff\xff\xff\xff\xff\xff\xff\xff"},
        {.insteadOfAnswer = data + std::string("\x00\x00\x00\x08\x00\x00\x00\x04", 8)},
        {.insteadOfAnswer = std::string(1000, 'G'), .hangs = true},
        {.insteadOfAnswer = data + std::string("\x00\x00\x00\x0a\x00\x00\x00\x06\x01\x03", 10) +
                            std::string(4, '\0')},
    };
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        const ScriptedArchive peer(scripts[i]);
        target(peer.port(), "ARCHIVE", "query");
        m_home.editFile("deliveries.toml", "timeout_seconds = 5", "timeout_seconds = 1");
        expectWaits(work(), "script " + std::to_string(i));
    }
    const ScriptedArchive well({.answersFind = true});
    target(well.port(), "ARCHIVE", "query");
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(state(), "confirmed");
    EXPECT_EQ(preparedUids().size(), 1u);
}

} // namespace seihon::cli_test
