#pragma once

#include "ledger/ledger.h"
#include "ledger/record_store.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace seihon::campaign {

// Mistakes in the order of steps, which no library call can make. Only the seeded target knows
// them.
enum class Slip {
    None,
    EntryBeforeFile,
    AcknowledgeEarly,
    PurgeBeforeCommit,
    SwallowFaults,
    AppendAgain,
};

// What is told to whoever waits: each line after its act is durable.
//   try KIND ID       before anything of it happens
//   ok KIND ID        it is kept
//   fault KIND ID …   it was refused
using Say = std::function<void(const std::string& line)>;

// The commit path of the station with nothing around it: the same calls in the same order as
// station/keep_pages.cpp, seal.cpp, keeping.cpp and checkpoints.cpp. What a thing holds follows
// from its name, so that whoever checks knows every bit without having been told.
class Acts {
  public:
    Acts(const std::filesystem::path& home, Say say, Slip slip = Slip::None);

    // Ends what a crash cut off, as the station does at every start.
    void settle();
    // After a restart: one page.
    void nextAct(const std::string& job);
    // Each kind of act once, with one page: what every system call is tried on.
    void briefRound(const std::string& job);
    // The same with more pages, a job that waits, and a name that is taken.
    void round(const std::string& job);

  private:
    void attempt(const std::string& kind, const std::string& id, const std::function<void()>& act);
    void capture(const std::string& job, const std::string& id);
    void sealAndComplete(const std::string& job);
    void startSeal(const std::string& job, const std::string& recordId);
    void sign(const std::string& job, const std::string& recordId);
    void finishSeal(const record::Entry& started);
    void commitSeal(const record::Entry& started);
    void complete(const std::string& job, const std::string& recordId);
    void endCompletion(const std::string& job, const std::string& recordId);
    void setting(const std::string& name);
    void checkpoint();
    void collide(const std::string& job, const std::string& kept);

    std::filesystem::path m_home;
    Say m_say;
    Slip m_slip;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<ledger::RecordStore> m_store;
};

inline constexpr const char* kCampaignStation = "campaign";

std::vector<std::uint8_t> captureBytes(const std::string& captureId);
std::string signatureText(const std::string& recordId, bool completed);
std::string settingText(const std::string& name);
std::string checkpointNote(std::uint64_t size);
// Every file of a sealed record but its signature, by path below the record's folder.
std::map<std::string, std::vector<std::uint8_t>>
recordFiles(const std::string& recordId, const std::vector<std::string>& captures);
std::vector<std::string> capturesOf(const record::Entry& sealStarted);

std::filesystem::path ledgerOf(const std::filesystem::path& home);
std::filesystem::path archiveOf(const std::filesystem::path& home);
std::filesystem::path capturesFolder(const std::filesystem::path& home, const std::string& job);
std::filesystem::path settingFile(const std::filesystem::path& home);
inline constexpr const char* kSignaturePath = "META-INF/signature001.p7s";

} // namespace seihon::campaign
