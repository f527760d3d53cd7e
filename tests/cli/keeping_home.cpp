#include "keeping_home.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace seihon::cli_test {

const record::Json::Array& listIn(const Result& run, const std::string& key) {
    return run.json().at(key).asArray();
}

// The demo's lists say their time in whole seconds: at most one later there is a newer one.
Result completed(const StationHome& home) {
    for (int i = 0; i < 12; ++i) {
        Result run = home.as("manager", {"record", "complete"});
        if (listIn(run, "pending").empty()) {
            return run;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(250));
    }
    return home.as("manager", {"record", "complete"});
}

std::vector<std::string> kindsOf(const StationHome& home, const std::string& record) {
    std::vector<std::string> kinds;
    const Result log = home.seihon({"audit", "log", "--limit", "100000"});
    for (const record::Json& entry : listIn(log, "entries")) {
        const std::string& kind = entry.at("kind").asString();
        if (entry.at("record").asString() == record && kind != "RecordVerified" &&
            kind != "RecordViewed") {
            kinds.push_back(kind);
        }
    }
    return kinds;
}

bool CopiedHome::killedAtRename(int n, const std::vector<std::string>& args) {
    fs::remove_all(m_copy);
    fs::copy(m_original, m_copy, fs::copy_options::recursive);
    const std::string calls = "renameat2,renameat,rename";
    std::vector<std::string> words{
        "strace", "-f",
        "-o",     "/dev/null",
        "-e",     "trace=" + calls,
        "-e",     "inject=" + calls + ":signal=KILL:when=" + std::to_string(n)};
    for (const std::string& word : command(args)) {
        words.push_back(word);
    }
    const bool killed = runProgram(words).code != 0;
    m_kills += killed ? 1 : 0;
    return killed;
}

std::size_t CopiedHome::layersOf(const std::string& id) const {
    const Result shown = seihon({"record", "show", id});
    return shown.json().at("evidence").at("layers").asArray().size();
}

void CopiedHome::expectSound(const std::string& id, std::size_t layers, int n) const {
    EXPECT_EQ(layersOf(id), layers) << n;
    const Result archive = seihon({"archive", "verify"});
    EXPECT_EQ(archive.code, 0) << n << ": " << archive.out;
    EXPECT_TRUE(!fs::exists(m_copy / "staged") || fs::is_empty(m_copy / "staged")) << n;
}

std::vector<std::string> CopiedHome::command(const std::vector<std::string>& args) const {
    std::vector<std::string> words{std::string(SEIHON_BIN_DIR) + "/seihon", "--home",
                                   m_copy.string(), "--json"};
    if (args.size() > 1 && args[0] == "record" && (args[1] == "complete" || args[1] == "renew")) {
        words.insert(words.end(), {"--as", "manager", "--pin-fd", "3"});
    }
    words.insert(words.end(), args.begin(), args.end());
    return words;
}

} // namespace seihon::cli_test
