#pragma once

#include "record/received_document.h"
#include "station/station.h"

#include <chrono>
#include <string>
#include <vector>

namespace seihon::station {

struct ReceivedOutcome {
    record::Verdict verdict; // whether the act was permitted
    record::ReceivedDocument document;
    record::Digest digest;
    std::int64_t bytes = 0;
    bool kept = false; // not when it is too large
};

// One check of the log.
struct ReceivedRow {
    std::uint64_t sequence = 0;
    record::Instant at{};
    record::Actor by;
    std::string envelope;
    record::Json facts, privateFacts;
};

// Signed electronic documents that come in [A14]: the bytes are kept as they came, by their digest,
// read in a process of their own, judged by trust.toml, and the judgement is an entry. Whatever it
// says, nobody is kept from working with the paper beside it.
class ReceivedDesk {
  public:
    explicit ReceivedDesk(Station& station) : m_station(station) {}

    // `envelope` may be empty. Faults: NotFound, StorageFull, StorageFailed, WorkerDied, JobBusy.
    ReceivedOutcome check(const Session& session, const std::filesystem::path& file,
                          const std::string& envelope);
    // Newest first.
    std::vector<ReceivedRow> list(std::int64_t limit) const;
    // What is kept, beside what the log says of it.
    record::Verdict verifyKept() const;

  private:
    Station& m_station;
};

// Reads a document in a process of its own; what goes wrong there is said in the reading.
record::PdfReading readPdfApart(const std::filesystem::path& program, record::Bytes file,
                                std::chrono::milliseconds patience = std::chrono::seconds(60));

} // namespace seihon::station
