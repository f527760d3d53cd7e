#include "deliver_fixture.h"

#include "support/own_network.h"

#include <gmock/gmock.h>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

// Every test of this program runs, with its peers and the product, in a network of its own.
namespace seihon::cli_test {

using dicom_net::Orthanc;
using testing::ElementsAre;
using testing::IsEmpty;

class OwnNetworkTest : public DeliveryTest<StationHome> {
  protected:
    void SetUp() override {
        if (!support::whyNoOwnNetwork().empty()) {
            GTEST_SKIP() << "*** no network namespace: " << support::whyNoOwnNetwork() << " ***";
        }
    }
    // What is listened at while one round of deliveries runs, beside what was before.
    std::set<int> openedDuringWork() const {
        const std::vector<int> before = support::listeningPorts();
        std::set<int> opened;
        std::atomic<bool> over = false;
        std::thread watch([&] {
            while (!over) {
                for (const int port : support::listeningPorts()) {
                    if (!std::binary_search(before.begin(), before.end(), port)) {
                        opened.insert(port);
                    }
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
        (void)work();
        over = true;
        watch.join();
        EXPECT_EQ(support::listeningPorts(), before) << "closed again";
        return opened;
    }
};

TEST_F(OwnNetworkTest, a_target_outside_cannot_be_reached_by_the_program) {
    (void)m_home.sealedRecord(1);
    target(104, "PACS", "query");
    m_home.editFile("deliveries.toml", "127.0.0.1", "192.0.2.1");
    EXPECT_TRUE(work().has("DeliveryTargetAway"));
    EXPECT_EQ(state(), "waiting");
}

TEST_F(OwnNetworkTest, the_program_listens_for_the_report_of_commitment_and_nothing_else) {
    (void)m_home.sealedRecord(1);
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "commitment");
    EXPECT_THAT(openedDuringWork(), ElementsAre(orthanc.replyPort()));
    EXPECT_EQ(state(), "confirmed");
    targetOf(orthanc, "query");
    m_home.editFile("deliveries.toml", "\"pacs\"", "\"asked\"");
    EXPECT_THAT(openedDuringWork(), IsEmpty());
    EXPECT_EQ(entriesOf("DeliveryConfirmed").size(), 2u);
}

TEST_F(OwnNetworkTest, two_archives_may_have_the_ports_that_the_standard_names) {
    (void)m_home.sealedRecord(1);
    if (::geteuid() != 0) {
        GTEST_SKIP() << "a port below 1024 is root's"; // 11112 would do, 104 is the real one
    }
    const support::ChildProcess archive({"/usr/bin/storescp", "--ignore", "104"}, {},
                                        m_desk.folder() / "log");
    ASSERT_TRUE(support::awaitListener("127.0.0.1", 104));
    target(104, "PACS", "none");
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(state(), "sent");
}

} // namespace seihon::cli_test
