#include "paper_home.h"

#include "keeping_home.h"

#include <gtest/gtest.h>

namespace seihon::cli_test {

PaperHome::PaperHome() {
    editFile("regulation.toml", "hold_days = 365\n# 廃棄の", "hold_days = 0\n# 廃棄の");
    const std::string file = (path() / "regulation.toml").string();
    for (const char* user : {"manager", "records"}) {
        EXPECT_EQ(as(user, {"regulation", "approve", file}).code, 0) << user;
    }
    EXPECT_EQ(as("admin", {"regulation", "activate", file}).code, 0);
}

std::string PaperHome::sealedReport() const {
    const std::string job = submittedJob(1, "lab-report");
    EXPECT_EQ(as("manager", {"job", "accept", job}).code, 0);
    const Result sealed = as("clerk", {"job", "seal", job});
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    clearFeeder();
    return sealed.json().at("record").asString();
}

std::string PaperHome::fitToGo(const std::string& box) const {
    const std::string record = sealedReport();
    const Result done = completed(*this);
    EXPECT_EQ(done.code, 0) << done.out << done.err;
    EXPECT_EQ(seihon({"record", "verify", record}).code, 0);
    EXPECT_EQ(as("clerk", {"paper", "place", record, "--box", box, "--shelf", "S-1"}).code, 0);
    return record;
}

Result PaperHome::propose(const std::vector<std::string>& records, const std::string& user) const {
    std::vector<std::string> args{"disposal", "propose", "--reason", "the shelf is full"};
    args.insert(args.end(), records.begin(), records.end());
    return as(user, args);
}

void PaperHome::expectReplayed() const {
    const Result replayed = seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
    EXPECT_EQ(seihon({"archive", "verify"}).code, 0);
}

} // namespace seihon::cli_test
