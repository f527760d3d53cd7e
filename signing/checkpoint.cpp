#include "signing/checkpoint.h"

#include "record/fault.h"
#include "signing/station_key.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

constexpr std::uint8_t kEd25519 = 0x01; // C2SP signed-note, signature type
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kNoteLimit = 4096;
constexpr std::string_view kDash = "\xe2\x80\x94"; // U+2014 begins a signature line

[[noreturn]] void malformedCheckpoint(const std::string& why) {
    throw Fault(FaultKind::Malformed, "checkpoint: " + why);
}

// C2SP signed-note: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
std::string keyId(const std::string& name, const std::string& publicKey) {
    const record::Digest digest =
        record::sha256(name + '\n' + static_cast<char>(kEd25519) + publicKey);
    return {reinterpret_cast<const char*>(digest.bytes.data()), 4};
}

// Key names have no spaces and no plus sign; an origin is one line.
bool isGoodName(std::string_view name) {
    return !name.empty() && name.size() <= 200 &&
           std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '+'; });
}

std::string takeLine(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        malformedCheckpoint("a line does not end");
    }
    std::string line(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    return line;
}

std::uint64_t readSize(const std::string& line) {
    std::uint64_t size = 0;
    const char* const end = line.data() + line.size();
    const auto [stop, error] = std::from_chars(line.data(), end, size);
    // Only one spelling of a number: to_string gives it.
    if (error != std::errc() || stop != end || std::to_string(size) != line) {
        malformedCheckpoint("size");
    }
    return size;
}

record::Digest readRoot(const std::string& line) {
    const std::string raw = record::fromBase64(line);
    record::Digest root;
    if (raw.size() != root.bytes.size() || record::toBase64(record::bytesOf(raw)) != line) {
        malformedCheckpoint("root");
    }
    std::transform(raw.begin(), raw.end(), root.bytes.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
    return root;
}

} // namespace

std::string signCheckpoint(const std::filesystem::path& keyFile, const std::string& origin,
                           std::uint64_t size, const record::Digest& root) {
    if (!isGoodName(origin)) {
        throw Fault(FaultKind::Usage, "no origin for a checkpoint: \"" + origin + '"');
    }
    const std::string text = origin + '\n' + std::to_string(size) + '\n' +
                             record::toBase64(record::Bytes(root.bytes)) + '\n';
    const std::string publicKey = record::fromBase64(stationPublicKey(keyFile));
    const std::string value =
        keyId(origin, publicKey) + record::fromBase64(signAsStation(keyFile, text));
    return text + '\n' + std::string(kDash) + ' ' + origin + ' ' +
           record::toBase64(record::bytesOf(value)) + '\n';
}

// The station writes exactly one signature and no extension lines, so anything else is not its
// note. Witnesses' signatures have a file of their own.
CheckpointBody openCheckpoint(std::string_view note, const std::string& publicKeyBase64) {
    if (note.size() > kNoteLimit) {
        malformedCheckpoint("too large");
    }
    const std::string publicKey = record::fromBase64(publicKeyBase64);
    if (publicKey.size() != kKeyBytes) {
        malformedCheckpoint("the public key has not 32 bytes");
    }
    std::string_view rest = note;
    CheckpointBody body;
    body.origin = takeLine(rest);
    if (!isGoodName(body.origin)) {
        malformedCheckpoint("origin");
    }
    body.size = readSize(takeLine(rest));
    body.root = readRoot(takeLine(rest));
    const std::string text(note.substr(0, note.size() - rest.size()));
    if (!takeLine(rest).empty()) {
        malformedCheckpoint("no blank line after the root");
    }
    const std::string line = takeLine(rest);
    const std::string start = std::string(kDash) + ' ' + body.origin + ' ';
    if (!rest.empty() || line.compare(0, start.size(), start) != 0) {
        malformedCheckpoint("signature line");
    }
    const std::string encoded = line.substr(start.size());
    const std::string value = record::fromBase64(encoded);
    if (value.size() != 4 + kSignatureBytes ||
        record::toBase64(record::bytesOf(value)) != encoded ||
        value.substr(0, 4) != keyId(body.origin, publicKey)) {
        malformedCheckpoint("signed by another key");
    }
    const std::string signature = record::toBase64(record::bytesOf(value.substr(4)));
    if (!isSignedByStation(text, signature, publicKeyBase64)) {
        malformedCheckpoint("the signature does not verify");
    }
    return body;
}

} // namespace seihon::signing
