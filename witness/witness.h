#pragma once

#include "config/config.h"
#include "record/digest.h"
#include "record/instant.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::witness {

// A checkpoint that a log asks to be cosigned, and how it continues the one before (C2SP
// tlog-witness, add-checkpoint).
struct AddCheckpoint {
    std::uint64_t oldSize = 0;
    std::vector<record::Digest> proof;
    std::string note;
};

inline constexpr std::size_t kRequestBytes = 64u << 10;

// Strict: exactly as it is written. Faults: Malformed.
AddCheckpoint parseAddCheckpoint(std::string_view body);
std::string addCheckpointText(const AddCheckpoint& request);

struct Answer {
    int status = 0;   // of HTTP
    std::string type; // Content-Type
    std::string body;
};

struct SeenLog {
    std::string origin;
    std::uint64_t size = 0; // 0: none was seen yet
    record::Digest root;
};

// Remembers of each log that it watches over the largest checkpoint it ever signed, durably, and
// signs no other than one that continues it (docs/decisions/0066-witness.md). One process at a
// time has the folder: witness.toml, key.pem, logs/.
class Witness {
  public:
    // Faults: NotFound, ConfigInvalid, JobBusy when another process has the folder.
    explicit Witness(const std::filesystem::path& folder);
    ~Witness();
    Witness(const Witness&) = delete; // holds the folder's lock
    Witness& operator=(const Witness&) = delete;

    const config::WitnessConfig& config() const { return m_config; }
    std::string publicKey() const;
    // What stands on the disk is what was signed: it is written before the answer is given. A
    // memory that cannot be read is an error (500) and never taken for none.
    Answer addCheckpoint(std::string_view body, record::Instant now);
    std::vector<SeenLog> seen() const;

  private:
    struct Opened {
        std::string origin;
        std::uint64_t size = 0;
        record::Digest root;
        std::string note; // with the log's signature alone
    };
    std::filesystem::path fileOf(const std::string& origin) const;
    std::optional<Opened> openNote(std::string_view note) const;
    std::optional<Opened> remembered(const std::string& origin) const;
    Answer judge(const AddCheckpoint& request, const Opened& asked, record::Instant now);

    std::filesystem::path m_folder;
    config::WitnessConfig m_config;
    int m_lock = -1;
    std::mutex m_mutex; // between looking at the memory and writing it
};

// A new folder with a key of its own. Faults: Usage, StorageFailed when there is one.
void makeWitness(const std::filesystem::path& folder, const config::WitnessConfig& config);

} // namespace seihon::witness
