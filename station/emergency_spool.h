#pragma once

#include "record/entry.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::station {

// A look while the log could not be written [F13].
struct SpooledLook {
    std::string id;      // by which the log knows whether it has it already
    record::Entry entry; // its sequence: how long the log was then
};

struct SpoolContent {
    std::vector<SpooledLook> looks;
    std::int64_t damaged = 0; // lines that are none, torn ones included
};

inline constexpr std::int64_t kSpoolBytes = 16 << 20;

// One line of canonical JSON, with its end.
std::string spoolLineOf(const SpooledLook& look);
// Strict: what is not such a line is counted and left out; never faults.
SpoolContent readSpool(std::string_view text);

// An append-only file of looks, written by several processes.
class EmergencySpool {
  public:
    explicit EmergencySpool(std::filesystem::path file) : m_file(std::move(file)) {}
    const std::filesystem::path& file() const { return m_file; }

    // On the disk when it returns. Faults: StorageFull, StorageFailed; then nothing of it is there.
    void append(const std::string& line);
    // Keeps room for some hundred looks on a disk that will be full.
    void reserve() noexcept;
    // Bytes that wait in it; 0 when it is not there or cannot be seen.
    std::int64_t waiting() const noexcept;

    // The whole file, held against everybody else.
    class Held {
      public:
        ~Held();
        Held(Held&& other) noexcept;
        Held& operator=(Held&&) = delete;
        const std::string& text() const { return m_text; }
        // What it held is in the log: durably empty. What could not be read is kept beside it.
        void clear(bool keepCopy);

      private:
        friend class EmergencySpool;
        Held(int fd, std::filesystem::path file);
        int m_fd;
        std::filesystem::path m_file;
        std::string m_text;
    };
    // Nothing when it is empty, away, or held by somebody else. Faults: StorageFailed.
    std::optional<Held> hold() const;

  private:
    std::filesystem::path m_file;
};

} // namespace seihon::station
