#pragma once

#include "station_home.h"

#include <filesystem>
#include <string>
#include <vector>

// What the tests of completing and renewing share.
namespace seihon::cli_test {

namespace fs = std::filesystem;

inline constexpr const char* kServingTsa = "url = \"demo:\"";
inline constexpr const char* kSilentTsa = "url = \"http://127.0.0.1:9/\"";

const record::Json::Array& listIn(const Result& run, const std::string& key);
// `record complete` until no record waits any more.
Result completed(const StationHome& home);
// Kinds of the entries about a record, but for looking at it.
std::vector<std::string> kindsOf(const StationHome& home, const std::string& record);

// The same home again and again, each time killed one step later.
class CopiedHome {
  public:
    explicit CopiedHome(const StationHome& home)
        : m_original(home.path()), m_copy(home.path().parent_path() / "copy") {}

    Result seihon(const std::vector<std::string>& args) const { return runProgram(command(args)); }

    // Renames are the steps that others can see: into the staging, into the record. False when the
    // verb ended before the n-th.
    bool killedAtRename(int n, const std::vector<std::string>& args);
    int kills() const { return m_kills; }

    std::size_t layersOf(const std::string& id) const;
    void expectSound(const std::string& id, std::size_t layers, int n) const;

  private:
    std::vector<std::string> command(const std::vector<std::string>& args) const;
    fs::path m_original;
    fs::path m_copy;
    int m_kills = 0;
};

} // namespace seihon::cli_test
