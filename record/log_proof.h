#pragma once

#include "record/digest.h"
#include "record/json.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::record {

// One leaf's way into a checkpointed tree, as C2SP tlog-proof writes it: index, audit path nearest
// sibling first, and the checkpoint. Its optional `extra` line is not used: what it would hold is
// not authenticated, and the file around it has the entry.
struct TlogProof {
    std::uint64_t index = 0;
    std::vector<Digest> path;
    std::string checkpoint; // a signed note, with cosignatures of witnesses behind it
    friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

std::string tlogProofText(const TlogProof& proof);
// Strict: exactly what tlogProofText writes, within limits. Faults: Malformed.
TlogProof parseTlogProof(std::string_view text);

// The entries of one record, taken out of the log so that a stranger can check them without the
// log and without seeing any other patient (docs/decisions/0065-proof-of-one-record.md).
struct LogProof {
    // What opens the private facts of an entry; absent: they stay closed, or there are none.
    struct Opened {
        Digest salt;
        Json facts;
    };
    struct Line {
        Json line; // the public line
        std::optional<Opened> opened;
        std::vector<Digest> path;
    };
    std::string record;              // its id
    std::string checkpoint;          // the same for all lines
    std::vector<std::uint8_t> token; // RFC 3161, over SHA-256 of the note without cosignatures
    std::vector<Line> lines;         // by sequence
    // What the token's authority needs to be judged in later years, DER.
    std::vector<std::vector<std::uint8_t>> certificates, crls;
};

inline constexpr std::size_t kLogProofBytes = 64u << 20;

// Canonical JSON; each line has its proof as a complete tlog-proof text, which other tools read.
std::string logProofText(const LogProof& proof);
// Strict: exactly what logProofText writes, within limits. Faults: Malformed.
LogProof parseLogProof(std::string_view text);

} // namespace seihon::record
