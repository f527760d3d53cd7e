#include "signing/token_read.h"

#include "record/fault.h"
#include "signing/der.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace seihon::signing {

namespace {

using der::Reader;
using der::Tlv;

constexpr std::uint8_t kImplicit0 = 0x80; // primitive context tag

[[noreturn]] void malformedToken(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, "timestamp: " + what);
}

Der copied(record::Bytes bytes) {
    return {bytes.begin(), bytes.end()};
}

int smallNumber(record::Bytes content) {
    if (content.size() != 1 || content[0] > 0x7f) {
        malformedToken("number out of range");
    }
    return content[0];
}

void expectOid(Reader& reader, const char* oid) {
    if (der::oidText(reader.next(der::kOid).content) != oid) {
        malformedToken(std::string("not the object identifier ") + oid);
    }
}

// Parameters of the digests and RSA signatures used here are absent or NULL (RFC 5754, RFC 8017).
std::string readAlgorithm(Reader& reader) {
    Reader inside = reader.enter(der::kSequence);
    std::string oid = der::oidText(inside.next(der::kOid).content);
    if (!inside.empty() && !inside.next(der::kNull).content.empty()) {
        malformedToken("algorithm parameters");
    }
    inside.end();
    return oid;
}

bool hasCriticalExtension(Reader extensions) {
    Reader list = extensions;
    bool critical = false;
    while (!list.empty()) {
        Reader extension = list.enter(der::kSequence);
        extension.next(der::kOid);
        if (extension.nextIs(der::kBoolean)) {
            critical |= extension.next().content[0] != 0;
        }
        extension.next(der::kOctetString);
        extension.end();
    }
    return critical;
}

TimestampInfo readInfo(record::Bytes content) {
    if (!der::isDer(content)) {
        malformedToken("TSTInfo is not DER");
    }
    Reader info(der::only(content, der::kSequence).content);
    if (smallNumber(info.next(der::kInteger).content) != 1) {
        malformedToken("TSTInfo version");
    }
    TimestampInfo result;
    result.policy = der::oidText(info.next(der::kOid).content);
    Reader imprint = info.enter(der::kSequence);
    result.imprintAlgorithm = readAlgorithm(imprint);
    result.imprint = copied(imprint.next(der::kOctetString).content);
    imprint.end();
    result.serial = copied(info.next(der::kInteger).content);
    if (result.serial.size() > 21) { // 160 bits and a sign
        malformedToken("serial number too long");
    }
    result.at = readGeneralizedTime(info.next(der::kGeneralizedTime).content);
    if (info.nextIs(der::kSequence)) {
        info.next(); // accuracy: the tolerances judged here are far wider
    }
    if (info.nextIs(der::kBoolean)) {
        info.next(); // ordering
    }
    if (info.nextIs(der::kInteger)) {
        result.nonce = copied(info.next().content);
    }
    if (info.nextIs(der::context(0))) {
        result.authority = copied(info.next().content);
    }
    if (info.nextIs(der::context(1))) {
        result.criticalExtension = hasCriticalExtension(info.enter(der::context(1)));
    }
    info.end();
    return result;
}

std::vector<SignedAttribute> readAttributes(Reader attributes) {
    std::vector<SignedAttribute> result;
    while (!attributes.empty()) {
        Reader attribute = attributes.enter(der::kSequence);
        std::string oid = der::oidText(attribute.next(der::kOid).content);
        Reader values = attribute.enter(der::kSet);
        attribute.end();
        const Tlv value = values.next();
        values.end();
        const bool twice =
            std::any_of(result.begin(), result.end(),
                        [&](const SignedAttribute& other) { return other.oid == oid; });
        if (twice) {
            malformedToken("attribute " + oid + " twice");
        }
        result.push_back({std::move(oid), copied(value.whole)});
    }
    return result;
}

void readSigner(Reader signer, SignedToken& token) {
    const int version = smallNumber(signer.next(der::kInteger).content);
    if (signer.nextIs(der::kSequence)) {
        token.issuerAndSerial = copied(signer.next().whole);
    } else {
        token.subjectKeyIdentifier = copied(signer.next(kImplicit0).content);
    }
    if (version != (token.issuerAndSerial.empty() ? 3 : 1)) {
        malformedToken("SignerInfo version");
    }
    token.digestAlgorithm = readAlgorithm(signer);
    const Tlv attributes = signer.next(der::context(0));
    token.attributes = readAttributes(Reader(attributes.content));
    token.signedBytes = copied(attributes.whole);
    token.signedBytes.front() = der::kSet;
    token.signatureAlgorithm = readAlgorithm(signer);
    token.signature = copied(signer.next(der::kOctetString).content);
    signer.end(); // unsigned attributes would be bytes that nobody signed and nobody reads
}

std::vector<Der> readElements(Reader elements) {
    std::vector<Der> result;
    while (!elements.empty()) {
        result.push_back(copied(elements.next(der::kSequence).whole));
        if (result.size() > 32) {
            malformedToken("too many certificates or lists");
        }
    }
    return result;
}

int digits(record::Bytes content, std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (content[i] < '0' || content[i] > '9') {
            malformedToken("time");
        }
        value = value * 10 + (content[i] - '0');
    }
    return value;
}

std::chrono::milliseconds fraction(record::Bytes content) {
    const std::size_t count = content.size() - 1;
    if (content[0] != '.' || count == 0 || count > 9 || content.back() == '0') {
        malformedToken("fraction of the time");
    }
    digits(content, 1, count);
    int milliseconds = 0;
    for (std::size_t i = 1; i <= 3; ++i) {
        milliseconds = milliseconds * 10 + (i < content.size() ? content[i] - '0' : 0);
    }
    return std::chrono::milliseconds(milliseconds);
}

// RFC 3161 §2.4.2, PKIFailureInfo: "clients MUST generate an error" for values they do not know.
std::string failureWords(record::Bytes bits) {
    static constexpr std::array<std::pair<unsigned, const char*>, 8> known{
        {{0, "badAlg"},
         {2, "badRequest"},
         {5, "badDataFormat"},
         {14, "timeNotAvailable"},
         {15, "unacceptedPolicy"},
         {16, "unacceptedExtension"},
         {17, "addInfoNotAvailable"},
         {25, "systemFailure"}}};
    if (bits.size() < 2) {
        return {};
    }
    std::string words;
    for (unsigned bit = 0; bit < (bits.size() - 1) * 8; ++bit) {
        if ((bits[1 + bit / 8] & (0x80u >> (bit % 8))) == 0) {
            continue;
        }
        const auto* name = std::find_if(known.begin(), known.end(),
                                        [bit](const auto& entry) { return entry.first == bit; });
        words +=
            (words.empty() ? "" : ", ") +
            (name == known.end() ? "failure " + std::to_string(bit) : std::string(name->second));
    }
    return words;
}

// What an authority writes goes to screens and logs: short, without control characters.
std::string displayable(record::Bytes text) {
    std::string words;
    for (const std::uint8_t byte : text.first(std::min<std::size_t>(text.size(), 200))) {
        words += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '?';
    }
    return words;
}

constexpr std::array<const char*, 6> kStatusWords{"granted",           "grantedWithMods",
                                                  "rejection",         "waiting",
                                                  "revocationWarning", "revocationNotification"};

} // namespace

const Der* SignedToken::attribute(const char* oid) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [oid](const SignedAttribute& each) { return each.oid == oid; });
    return found == attributes.end() ? nullptr : &found->value;
}

record::Instant readGeneralizedTime(record::Bytes content) {
    using namespace std::chrono;
    if (content.size() < 15 || content.size() > 25 || content.back() != 'Z') {
        malformedToken("time");
    }
    const year_month_day date{year(digits(content, 0, 4)),
                              month(static_cast<unsigned>(digits(content, 4, 2))),
                              day(static_cast<unsigned>(digits(content, 6, 2)))};
    const int hour = digits(content, 8, 2);
    const int minute = digits(content, 10, 2);
    const int second = digits(content, 12, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
        malformedToken("time");
    }
    record::Instant at = sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
    if (content.size() > 15) {
        at += fraction(content.subspan(14, content.size() - 15));
    }
    return at;
}

SignedToken readToken(record::Bytes bytes) {
    if (bytes.size() > kTokenLimit) {
        malformedToken("too large");
    }
    if (!der::isDer(bytes)) {
        malformedToken("not DER");
    }
    Reader contentInfo(der::only(bytes, der::kSequence).content);
    expectOid(contentInfo, "1.2.840.113549.1.7.2"); // id-signedData
    Reader explicitContent = contentInfo.enter(der::context(0));
    contentInfo.end();
    Reader data = explicitContent.enter(der::kSequence);
    explicitContent.end();
    if (smallNumber(data.next(der::kInteger).content) !=
        3) { // RFC 5652 §5.1: content other than id-data
        malformedToken("SignedData version");
    }
    SignedToken token;
    Reader digests = data.enter(der::kSet);
    const std::string digestAlgorithm = readAlgorithm(digests);
    digests.end();
    Reader content = data.enter(der::kSequence);
    expectOid(content, "1.2.840.113549.1.9.16.1.4"); // id-ct-TSTInfo
    Reader explicitInfo = content.enter(der::context(0));
    content.end();
    token.content = copied(explicitInfo.next(der::kOctetString).content);
    explicitInfo.end();
    token.info = readInfo(token.content);
    if (data.nextIs(der::context(0))) {
        token.certificates = readElements(data.enter(der::context(0)));
    }
    if (data.nextIs(der::context(1))) {
        token.crls = readElements(data.enter(der::context(1)));
    }
    Reader signers = data.enter(der::kSet);
    data.end();
    readSigner(signers.enter(der::kSequence), token);
    signers.end(); // RFC 3161 §2.4.2: no signature but the authority's
    if (token.digestAlgorithm != digestAlgorithm) {
        malformedToken("two digest algorithms");
    }
    return token;
}

TimestampReply readTimestampReply(record::Bytes bytes) {
    if (bytes.size() > kTokenLimit) {
        malformedToken("reply too large");
    }
    Reader reply(der::only(bytes, der::kSequence).content);
    Reader status = reply.enter(der::kSequence);
    TimestampReply result;
    result.status = smallNumber(status.next(der::kInteger).content);
    if (static_cast<std::size_t>(result.status) >= kStatusWords.size()) {
        malformedToken("unknown status " + std::to_string(result.status));
    }
    result.reason = kStatusWords[static_cast<std::size_t>(result.status)];
    if (status.nextIs(der::kSequence)) {
        for (Reader texts = status.enter(der::kSequence); !texts.empty();) {
            if (result.reason.size() < 600) {
                result.reason += ": " + displayable(texts.next(der::kUtf8String).content);
            } else {
                texts.next();
            }
        }
    }
    if (status.nextIs(der::kBitString)) {
        const std::string words = failureWords(status.next().content);
        result.reason += words.empty() ? "" : " (" + words + ')';
    }
    status.end();
    if (!reply.empty()) {
        result.token = copied(reply.next(der::kSequence).whole);
    }
    reply.end();
    // RFC 3161 §2.4.2: with 0 or 1 a token MUST be present, with anything else it MUST NOT.
    if (result.granted() == result.token.empty()) {
        malformedToken(result.granted() ? "granted without a token" : "refused with a token");
    }
    return result;
}

} // namespace seihon::signing
