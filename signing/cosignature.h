#pragma once

#include "config/config.h"
#include "record/instant.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::signing {

// What a witness says by signing a checkpoint: at this time this was the largest tree of that log
// that it had seen, and it continues every one it saw before (C2SP tlog-cosignature, Ed25519).
struct Cosignature {
    std::string witness;
    record::Instant at{}; // by the witness's clock, to the second
};

// The note as the station signed it: without the lines of witnesses behind its own. Faults:
// Malformed when it is no note.
std::string stationNoteOf(std::string_view cosigned);
// The note's text, which signatures are over: its lines with their ends, up to the empty one.
// Faults: Malformed.
std::string noteTextOf(std::string_view note);

// The note with each of its signatures alone, in their order. Faults: Malformed.
std::vector<std::string> withEachSignature(std::string_view note);

// A signature line ("— NAME BASE64\n") over the text of a note. `keyFile`: the witness's
// (station_key.h).
std::string cosign(const std::filesystem::path& keyFile, const std::string& name,
                   std::string_view note, std::chrono::seconds now);

// The cosignatures of witnesses that are known by these keys; lines of others are passed over, as
// C2SP signed-note wants. Faults: Malformed for a line that names a known key and does not verify.
std::vector<Cosignature> knownCosignatures(std::string_view cosigned,
                                           const std::vector<config::WitnessKey>& known);

} // namespace seihon::signing
