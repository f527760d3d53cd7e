#include "signing/report_note.h"

#include "record/digest.h"
#include "record/fault.h"
#include "signing/station_key.h"

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

constexpr std::uint8_t kEd25519Note = 0x01; // C2SP signed-note, signature type
constexpr std::size_t kReportLimit = std::size_t{4} << 20;
constexpr std::string_view kReportHead = "seihon-report/";
constexpr std::string_view kReportDash = "\xe2\x80\x94 "; // U+2014 begins a signature line

// C2SP signed-note: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
std::string reportKeyId(const std::string& name, const std::string& publicKey) {
    const record::Digest digest =
        record::sha256(name + '\n' + static_cast<char>(kEd25519Note) + publicKey);
    return {reinterpret_cast<const char*>(digest.bytes.data()), 4};
}

} // namespace

std::string signReport(const std::filesystem::path& keyFile, const std::string& station,
                       const std::string& text) {
    if (!text.starts_with(kReportHead) || !text.ends_with('\n') || text.find("\n\n") != text.npos ||
        text.size() > kReportLimit) {
        throw Fault(FaultKind::Usage, "this is no report that can be signed");
    }
    const std::string publicKey = record::fromBase64(stationPublicKey(keyFile));
    const std::string value =
        reportKeyId(station, publicKey) + record::fromBase64(signAsStation(keyFile, text));
    return text + '\n' + std::string(kReportDash) + station + ' ' +
           record::toBase64(record::bytesOf(value)) + '\n';
}

std::string openReport(std::string_view note, const std::string& station,
                       const std::string& publicKeyBase64) {
    const auto refuse = [](const char* why) {
        throw Fault(FaultKind::Malformed, std::string("report: ") + why);
    };
    const auto blank = note.find("\n\n");
    if (note.size() > kReportLimit || !note.starts_with(kReportHead) || blank == note.npos) {
        refuse("not one of a station");
    }
    std::string text(note.substr(0, blank + 1));
    const std::string start = std::string(kReportDash) + station + ' ';
    std::string_view line = note.substr(blank + 2);
    if (!line.starts_with(start) || !line.ends_with('\n')) {
        refuse("signature line");
    }
    line.remove_prefix(start.size());
    line.remove_suffix(1);
    const std::string encoded(line);
    const std::string value = record::fromBase64(encoded);
    if (value.size() != 68 || record::toBase64(record::bytesOf(value)) != encoded ||
        value.substr(0, 4) != reportKeyId(station, record::fromBase64(publicKeyBase64)) ||
        !isSignedByStation(text, record::toBase64(record::bytesOf(value.substr(4))),
                           publicKeyBase64)) {
        refuse("the signature does not verify");
    }
    return text;
}

} // namespace seihon::signing
