#pragma once

#include "record/entry.h"
#include "record/original.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seihon::ledger {

// The longest ledger line. A line is facts about one act, never an image; what is longer is a
// mistake or an attack.
constexpr std::size_t kLineLimit = std::size_t{1} << 20;

// The public line as it is hashed and stored. Faults: Malformed when it is too long or would not
// read back the same.
std::string lineOf(const record::Entry& entry);
// Strict: only text that lineOf could have written. Faults: Malformed.
record::Entry entryFromLine(std::string_view line);

// {"facts","salt","sequence"}: what opens a private commitment, for the private files.
std::string privateLineOf(std::uint64_t sequence, const record::Digest& salt,
                          const std::string& canonicalFacts);
// Private facts as they are stored. Faults: Malformed as lineOf.
std::string canonicalPrivate(const record::Json& facts);

// The sequence that a public or private line names; nothing when it names none.
std::optional<std::uint64_t> sequenceIn(std::string_view line);

// What the index tables say about one entry: all of it can be derived from its line and its private
// facts.
struct RecordFacts {
    std::string recordId, documentClass, path;
    std::int64_t pages = 0;
    std::string project; // of old paper; empty: none
    friend bool operator==(const RecordFacts&, const RecordFacts&) = default;
};
// Every entry: who acted, for whom, who was said to be there, on which record.
struct ActFacts {
    std::string user, forUser, named, record;
    friend bool operator==(const ActFacts&, const ActFacts&) = default;
};
struct IndexFacts {
    ActFacts act;
    std::optional<record::Digest> pixels;   // PageCaptured
    std::optional<RecordFacts> record;      // RecordSealed
    std::optional<record::Patient> patient; // RecordSealed, while its private facts are there
};
// Faults: Malformed when an entry of a kind that is searched lacks its facts.
IndexFacts indexFactsOf(const record::Entry& entry);

// Whether a job's seal is open after an entry of this kind.
bool sealOpenAfter(bool openBefore, record::EntryKind kind);
// Whether there is still something to do for a job, or an envelope, after an entry of this kind.
bool isOpenAfter(bool openBefore, record::EntryKind kind);
// The pre-printed label that a job was registered with; 0: none.
std::int64_t labelOf(const record::Entry& entry);

} // namespace seihon::ledger
