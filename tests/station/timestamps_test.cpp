#include "station/timestamps.h"

#include "record/fault.h"
#include "support/demo_pki_fixture.h"
#include "support/timestamp_server.h"

#include <gtest/gtest.h>

namespace seihon::station {
namespace {

using record::Fault;
using record::FaultKind;
using std::chrono::seconds;
using support::demoPki;
using support::TimestampAnswer;
using support::TimestampServer;

constexpr std::chrono::minutes kAwry{5};
const record::Digest kStampedDigest = record::sha256("a signature value");

// The demo's authority behind HTTP.
TimestampAnswer genuine(const signing::Der& query) {
    const auto authority =
        signing::openTimestampAuthority({"demo", "demo:", seconds(1)}, demoPki().demoFolder);
    TimestampAnswer answer;
    answer.body = authority->ask(query);
    return answer;
}

TimestampAnswer garbage(const signing::Der&) {
    TimestampAnswer answer;
    answer.body = {0x30, 0x00};
    return answer;
}

TimestampAnswer slow(const signing::Der& query) {
    TimestampAnswer answer = genuine(query);
    answer.stall = seconds(3);
    return answer;
}

TimestampAnswer failing(const signing::Der&) {
    TimestampAnswer answer;
    answer.status = 503;
    return answer;
}

class TimestampServicesTest : public ::testing::Test {
  protected:
    TimestampServices services(const std::vector<std::string>& urls,
                               Urgency urgency = Urgency::Asked) {
        TimestampTerms terms;
        for (const std::string& url : urls) {
            terms.services.push_back(
                {"tsa-" + std::to_string(terms.services.size() + 1), url, seconds(1)});
        }
        terms.backOffFile = m_folder.path() / "services.json";
        terms.urgency = urgency;
        terms.newestToken = m_newest;
        terms.refresh = m_refresh;
        return {std::move(terms), m_trust};
    }
    signing::Token ask(const std::vector<std::string>& urls, Urgency urgency = Urgency::Asked) {
        return services(urls, urgency).token(kStampedDigest, kAwry);
    }
    FaultKind trouble(const std::vector<std::string>& urls, Urgency urgency = Urgency::Asked) {
        try {
            ask(urls, urgency);
        } catch (const Fault& fault) {
            m_said = fault.what();
            return fault.kind;
        }
        return FaultKind::Internal;
    }

    support::TemporaryFolder m_folder;
    signing::Trust m_trust = signing::loadTrust(demoPki().trustFolder);
    std::optional<record::Instant> m_newest;
    std::function<bool(const std::vector<signing::Der>&)> m_refresh;
    std::string m_said;
};

const std::string kDeadUrl = "http://127.0.0.1:9/";

TEST_F(TimestampServicesTest, the_first_that_gives_a_good_token_is_taken) {
    const TimestampServer first{TimestampServer::Answer(genuine)};
    const TimestampServer second{TimestampServer::Answer(genuine)};
    EXPECT_GT(ask({first.url(), second.url()}).at, record::Instant{});
    EXPECT_EQ(first.requests(), 1);
    EXPECT_EQ(second.requests(), 0);
    for (const auto& bad : {TimestampServer::Answer(garbage), TimestampServer::Answer(failing),
                            TimestampServer::Answer(slow)}) {
        const TimestampServer wrong(bad);
        const int before = second.requests();
        ask({wrong.url(), second.url()});
        EXPECT_EQ(wrong.requests(), 1);
        EXPECT_EQ(second.requests(), before + 1);
    }
    ask({kDeadUrl, second.url()});
    EXPECT_EQ(trouble({kDeadUrl}), FaultKind::TimestampUnavailable);
    EXPECT_EQ(trouble({}), FaultKind::TimestampUnavailable);
}

TEST_F(TimestampServicesTest, who_failed_is_left_alone_then_asked_last) {
    bool well = false;
    const TimestampServer first(TimestampServer::Answer(
        [&](const signing::Der& query) { return well ? genuine(query) : failing(query); }));
    const TimestampServer second{TimestampServer::Answer(genuine)};
    ask({first.url(), second.url()});
    EXPECT_EQ(first.requests(), 1);
    well = true;
    ask({first.url(), second.url()}); // it rests: the other one is asked first
    EXPECT_EQ(first.requests(), 1);
    ask({first.url(), kDeadUrl}); // somebody waits: it is asked last rather than not at all
    EXPECT_EQ(first.requests(), 2);
    ask({first.url(), second.url()}); // it answered: its turn is first again
    EXPECT_EQ(first.requests(), 3);

    well = false;
    EXPECT_EQ(trouble({first.url()}), FaultKind::TimestampUnavailable);
    const int asked = first.requests();
    well = true;
    EXPECT_EQ(trouble({first.url()}, Urgency::Background), FaultKind::TimestampUnavailable);
    EXPECT_NE(m_said.find("left alone"), std::string::npos);
    EXPECT_EQ(first.requests(), asked);
    ask({first.url()});
    EXPECT_EQ(first.requests(), asked + 1);
}

TEST_F(TimestampServicesTest, in_one_round_a_service_fails_once) {
    const TimestampServer broken{TimestampServer::Answer(failing)};
    TimestampServices round = services({broken.url()});
    for (int i = 0; i < 3; ++i) {
        EXPECT_THROW(round.token(kStampedDigest, kAwry), Fault);
    }
    EXPECT_EQ(broken.requests(), 1);
}

TEST_F(TimestampServicesTest, time_does_not_run_backwards) {
    const TimestampServer server{TimestampServer::Answer(genuine)};
    m_newest = record::readClock() + std::chrono::milliseconds(1500);
    ask({server.url()}); // within the accuracy of both
    m_newest = record::readClock() + seconds(30);
    EXPECT_EQ(trouble({server.url()}), FaultKind::TimestampRefused);
    EXPECT_NE(m_said.find("clock went back"), std::string::npos) << m_said;
    // The next one is asked; here it is as late as the first.
    const TimestampServer other{TimestampServer::Answer(genuine)};
    EXPECT_EQ(trouble({server.url(), other.url()}), FaultKind::TimestampRefused);
    EXPECT_EQ(other.requests(), 1);
    // Tokens of one round count too: the second is never before the first.
    m_newest.reset();
    TimestampServices round = services({other.url()});
    const record::Instant at = round.token(kStampedDigest, kAwry).at;
    EXPECT_LE(at, round.token(kStampedDigest, kAwry).at);
}

TEST_F(TimestampServicesTest, lists_about_a_new_service_are_asked_for_once) {
    const TimestampServer server{TimestampServer::Answer(genuine)};
    std::vector<signing::Der> lists;
    lists.swap(m_trust.crls);
    EXPECT_EQ(trouble({server.url()}), FaultKind::TimestampRefused);
    EXPECT_EQ(server.requests(), 1);
    TimestampServices* asked = nullptr;
    std::size_t certificates = 0;
    m_refresh = [&](const std::vector<signing::Der>& about) {
        certificates = about.size();
        signing::Trust better = m_trust;
        better.crls = lists;
        asked->believe(better);
        return true;
    };
    TimestampServices round = services({server.url()});
    asked = &round;
    EXPECT_GT(round.token(kStampedDigest, kAwry).at, record::Instant{});
    EXPECT_GE(certificates, 1u);
    m_refresh = [](const std::vector<signing::Der>&) {
        return false;
    };
    const int before = server.requests();
    EXPECT_EQ(trouble({server.url()}), FaultKind::TimestampRefused);
    EXPECT_EQ(server.requests(), before + 1);
}

} // namespace
} // namespace seihon::station
