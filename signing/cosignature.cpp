#include "signing/cosignature.h"

#include "record/digest.h"
#include "record/fault.h"
#include "signing/station_key.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

constexpr char kCosignatureType = 0x04; // Ed25519 cosignature/v1
constexpr std::string_view kSignatureStart = "\xe2\x80\x94 ";
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kSignatureLength = 64;
constexpr std::size_t kMostSignatures = 64;
// What an Instant can hold: milliseconds in 63 bits, and no witness lives to see the year 9999.
constexpr std::uint64_t kLatestSecond = 253'402'300'799;

[[noreturn]] void malformedNote(const std::string& why) {
    throw Fault(FaultKind::Malformed, "cosigned checkpoint: " + why);
}

// C2SP tlog-cosignature: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x04 ‖ public key).
std::string cosignerId(const std::string& name, const std::string& publicKey) {
    const record::Digest digest = record::sha256(name + '\n' + kCosignatureType + publicKey);
    return {reinterpret_cast<const char*>(digest.bytes.data()), 4};
}

std::string messageOf(std::string_view note, std::uint64_t second) {
    return "cosignature/v1\ntime " + std::to_string(second) + '\n' + noteTextOf(note);
}

std::string bigEndian(std::uint64_t value) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes += static_cast<char>((value >> shift) & 0xff);
    }
    return bytes;
}

std::uint64_t fromBigEndian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) {
        value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
}

std::size_t endOfText(std::string_view note) {
    const std::size_t end = note.find("\n\n");
    if (end == std::string_view::npos || end == 0) {
        malformedNote("no empty line after its text");
    }
    return end;
}

// Each with its end.
std::vector<std::string_view> signatureLines(std::string_view note) {
    std::string_view rest = note.substr(endOfText(note) + 2);
    std::vector<std::string_view> lines;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos || !rest.starts_with(kSignatureStart) ||
            lines.size() == kMostSignatures) {
            malformedNote("what follows its text is no list of signatures");
        }
        lines.push_back(rest.substr(0, end + 1));
        rest.remove_prefix(end + 1);
    }
    if (lines.empty()) {
        malformedNote("no signature");
    }
    return lines;
}

// The raw value of a line of this name; empty: another's.
std::string valueFor(std::string_view line, const std::string& name) {
    const std::string start = std::string(kSignatureStart) + name + ' ';
    if (!line.starts_with(start)) {
        return {};
    }
    const std::string_view encoded = line.substr(start.size(), line.size() - start.size() - 1);
    try {
        return record::fromBase64(encoded);
    } catch (const Fault&) {
        return {}; // no key can be recognised in it
    }
}

} // namespace

std::string noteTextOf(std::string_view note) {
    return std::string(note.substr(0, endOfText(note) + 1));
}

std::vector<std::string> withEachSignature(std::string_view note) {
    std::vector<std::string> notes;
    for (const std::string_view line : signatureLines(note)) {
        notes.push_back(noteTextOf(note) + '\n' + std::string(line));
    }
    return notes;
}

std::string stationNoteOf(std::string_view cosigned) {
    return withEachSignature(cosigned).front();
}

std::string cosign(const std::filesystem::path& keyFile, const std::string& name,
                   std::string_view note, std::chrono::seconds now) {
    const auto second = static_cast<std::uint64_t>(now.count());
    const std::string publicKey = record::fromBase64(stationPublicKey(keyFile));
    const std::string value = cosignerId(name, publicKey) + bigEndian(second) +
                              record::fromBase64(signAsStation(keyFile, messageOf(note, second)));
    return std::string(kSignatureStart) + name + ' ' + record::toBase64(record::bytesOf(value)) +
           '\n';
}

std::vector<Cosignature> knownCosignatures(std::string_view cosigned,
                                           const std::vector<config::WitnessKey>& known) {
    std::vector<Cosignature> found;
    for (const std::string_view line : signatureLines(cosigned)) {
        for (const config::WitnessKey& key : known) {
            const std::string value = valueFor(line, key.name);
            const std::string publicKey = record::fromBase64(key.ed25519Base64);
            if (value.size() < 4 || value.substr(0, 4) != cosignerId(key.name, publicKey)) {
                continue;
            }
            if (value.size() != 4 + kTimeBytes + kSignatureLength) {
                malformedNote("a cosignature of " + key.name + " has another length");
            }
            const std::uint64_t second =
                fromBigEndian(std::string_view(value).substr(4, kTimeBytes));
            const std::string signature =
                record::toBase64(record::bytesOf(std::string_view(value).substr(4 + kTimeBytes)));
            if (second > kLatestSecond ||
                !isSignedByStation(messageOf(cosigned, second), signature, key.ed25519Base64)) {
                malformedNote("the cosignature of " + key.name + " does not verify");
            }
            found.push_back({key.name, record::Instant(std::chrono::seconds(
                                           static_cast<std::int64_t>(second)))});
        }
    }
    return found;
}

} // namespace seihon::signing
