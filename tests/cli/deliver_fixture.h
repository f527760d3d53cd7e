#pragma once

#include "dicom-net/archive_peers.h"
#include "station_home.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace seihon::cli_test {

// A home, and what its deliveries come to.
template <typename Home>
class DeliveryTest : public testing::Test {
  protected:
    // `more`: lines of the target.
    void target(int port, const std::string& called, const std::string& confirmation,
                int replyPort = 0, const std::string& more = {}) const {
        std::string text =
            "[[target]]\nname = \"pacs\"\nkind = \"dicom\"\n"
            "classes = [\"referral-letter\", \"radiograph-film\", \"photograph\"]\n"
            "sealed_from = 2020-01-01T00:00:00+09:00\nhost = \"127.0.0.1\"\nport = " +
            std::to_string(port) + "\ncalled_ae = \"" + called +
            "\"\ncalling_ae = \"STATION\"\ntimeout_seconds = 5\ntls = false\n"
            "confirmation = \"" +
            confirmation + "\"\n" + more;
        if (confirmation == "commitment") {
            text += "report_wait_seconds = 15\n";
            text += replyPort == 0 ? "" : "reply_port = " + std::to_string(replyPort) + "\n";
        }
        writeFile(m_home.path() / "deliveries.toml", text);
    }
    void targetOf(const dicom_net::Orthanc& orthanc, const std::string& confirmation,
                  const std::string& more = {}) const {
        target(orthanc.peer().port, "ORTHANC", confirmation, orthanc.replyPort(), more);
    }
    // At targets that the settings name; `gone`: at the others as well.
    record::Json::Array list(bool all = false, bool gone = false) const {
        const Result listed =
            m_home.seihon(all ? std::vector<std::string>{"deliver", "list", "--all"}
                              : std::vector<std::string>{"deliver", "list"});
        EXPECT_EQ(listed.code, 0) << listed.err;
        record::Json::Array rows;
        for (const record::Json& row : listed.json().at("deliveries").asArray()) {
            if (gone || !row.at("targetGone").asBool()) {
                rows.push_back(row);
            }
        }
        return rows;
    }
    // Of the only delivery.
    std::string state() const {
        const auto rows = list(true);
        return rows.size() == 1 ? rows[0].at("state").asString() : "?";
    }
    Result work() const { return m_home.seihon({"deliver", "work"}); }
    std::vector<record::Json> entriesOf(const std::string& kind) const {
        const Result log = m_home.seihon({"audit", "log", "--limit", "1000"});
        std::vector<record::Json> found;
        for (const record::Json& entry : log.json().at("entries").asArray()) {
            if (entry.at("kind").asString() == kind) {
                found.push_back(entry);
            }
        }
        return found;
    }
    std::set<std::string> preparedUids() const {
        std::set<std::string> uids;
        for (const record::Json& entry : entriesOf("DeliveryPrepared")) {
            for (const record::Json& one : entry.at("facts").at("objects").asArray()) {
                uids.insert(one.at("sopInstance").asString());
            }
        }
        return uids;
    }

    Home m_home;
    dicom_net::ErrandDesk m_desk;
};

} // namespace seihon::cli_test
