#pragma once

#include "record/json.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::cli_test {

struct Result {
    int code = -1; // exit code; 128 + signal when killed
    std::string out;
    std::string err;
    // The one document on standard output; lives as long as this result.
    const record::Json& json() const;
    std::vector<std::string> findingIds() const;
    bool has(const std::string& findingId) const;

  private:
    mutable std::optional<record::Json> m_json;
};

// Runs a program and waits; `pin` goes to descriptor 3, as the contract wants.
Result runProgram(const std::vector<std::string>& command, const std::string& pin = "123456");

// Some sandboxes forbid tracing.
bool straceWorks();

// A demo home of its own, driven only by the command line, as a script or a person would. The
// letter that `init` lays into the tray is taken out: each test lays down the paper it needs.
class StationHome {
  public:
    StationHome();
    ~StationHome();
    StationHome(const StationHome&) = delete; // owns its folder
    StationHome& operator=(const StationHome&) = delete;

    const std::filesystem::path& path() const { return m_home; }
    std::filesystem::path tray() const { return m_home / "feeder" / "tray"; }
    std::filesystem::path out() const { return m_home / "feeder" / "out"; }

    // seihon --home … --json ARGS…, as nobody or as a user with the right PIN
    Result seihon(std::vector<std::string> args) const;
    Result as(const std::string& user, std::vector<std::string> args,
              const std::string& pin = "123456") const;
    std::vector<std::string> command(const std::string& user, std::vector<std::string> args) const;

    // Lays `sheets` sheets (about 100 × 75 mm of a real letter, 300 dpi) into the tray: "0001.png"
    // or front and back.
    void layPaper(int sheets, bool duplex = false) const;
    void planEvent(const std::string& sheet, const std::string& event) const;
    // Puts what was fed as this sheet back into the tray, as the message asks.
    void putBack(const std::string& sheet) const;
    void clearFeeder() const;

    // register, open and prepare a referral letter; gives the job id
    std::string openJob(int sheets, bool duplex = false,
                        const std::string& documentClass = "referral-letter",
                        const std::string& received = {}, const std::string& user = "clerk") const;
    // … scan, compare and submit it too
    std::string submittedJob(int sheets, const std::string& documentClass = "referral-letter",
                             const std::string& received = {},
                             const std::string& user = "clerk") const;
    // A sealed record of one sheet; gives its folder.
    std::filesystem::path sealedRecord(int sheets = 1) const;

    // openssl on the seal of an unpacked record, with the demo\'s root and policy.
    Result opensslVerifies(const std::filesystem::path& record,
                           const std::filesystem::path& content) const;

    // Replaces the first occurrence in a settings file of the home; it must be there.
    void editFile(const std::string& file, const std::string& from, const std::string& to) const;
    // The line of people.toml that holds this item of a user, with its end.
    std::string lineOf(const std::string& user, const std::string& item) const;
    std::vector<std::filesystem::path> archivedRecords() const;

  private:
    std::filesystem::path m_root;
    std::filesystem::path m_home;
};

std::string readFile(const std::filesystem::path& file);
void writeFile(const std::filesystem::path& file, const std::string& bytes);

} // namespace seihon::cli_test
