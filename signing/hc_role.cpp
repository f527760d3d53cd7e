#include "signing/hc_role.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"
#include "signing/text.h"

#include <algorithm>
#include <optional>

namespace seihon::signing {

namespace {

using der::Reader;
using der::Tlv;

constexpr std::string_view kHealthcareActor = "1.0.17090.0.1";
constexpr std::string_view kJapaneseQualifications = "1.2.392.100495.1.6.1.1";
constexpr std::size_t kMaxExtensionBytes = 16 * 1024;
constexpr std::size_t kMaxRoles = 64;
constexpr std::uint8_t kImplicitPrimitive0 = 0x80;

[[noreturn]] void unusableRole(const std::string& what) {
    throw record::Fault(record::FaultKind::CertificateUnusable, "hcRole: " + what);
}

bool isCollection(std::uint8_t tag) {
    return tag == der::kSequence || tag == der::kSet;
}

Reader enterCollection(const Tlv& element) {
    if (!isCollection(element.tag)) {
        unusableRole("a SET or SEQUENCE was expected");
    }
    return Reader(element.content);
}

// [0] holds the OID element itself, or (implicit) the OID's content.
std::string codingScheme(const Tlv& element) {
    if (element.tag == kImplicitPrimitive0) {
        return der::oidText(element.content);
    }
    return der::oidText(der::only(element.content, der::kOid).content);
}

std::optional<std::string> roleOfCodedData(Reader codedData) {
    std::string scheme;
    std::optional<std::string> text;
    while (!codedData.empty()) {
        const Tlv component = codedData.next();
        switch (component.tag) {
        case kImplicitPrimitive0:
        case der::context(0):
            if (!scheme.empty()) {
                unusableRole("two coding schemes");
            }
            scheme = codingScheme(component);
            break;
        case der::context(
            2): // DirectoryString is a CHOICE, so its tag is always explicit (X.680 §31.2.7)
            if (text) {
                unusableRole("two texts");
            }
            text = directoryString(component.content);
            break;
        default: // codeDataValue [1], not used in Japan
            break;
        }
    }
    if (scheme != kJapaneseQualifications) {
        return std::nullopt;
    }
    if (!text || text->empty()) {
        unusableRole("a qualification without its name");
    }
    return text;
}

// codedData [0]: explicit around a SET or SEQUENCE, or implicit in its place. regionalHCActorData
// [1] is not used.
void addRolesOfActor(Reader actor, std::vector<std::string>& roles) {
    while (!actor.empty()) {
        const Tlv component = actor.next();
        if (component.tag != der::context(0)) {
            continue;
        }
        Reader inside(component.content);
        const bool isExplicit = inside.nextIs(der::kSet) || inside.nextIs(der::kSequence);
        const auto role = roleOfCodedData(isExplicit ? enterCollection(inside.next()) : inside);
        if (isExplicit) {
            inside.end();
        }
        if (role && std::find(roles.begin(), roles.end(), *role) == roles.end()) {
            roles.push_back(*role);
        }
        if (roles.size() > kMaxRoles) {
            unusableRole("too many roles");
        }
    }
}

void addRolesOfAttribute(Reader attribute, std::vector<std::string>& roles) {
    if (der::oidText(attribute.next(der::kOid).content) != kHealthcareActor) {
        return;
    }
    Reader values = enterCollection(attribute.next());
    attribute.end();
    while (!values.empty()) {
        for (Reader actorData = enterCollection(values.next()); !actorData.empty();) {
            addRolesOfActor(enterCollection(actorData.next()), roles);
        }
    }
}

} // namespace

std::vector<std::string> healthcareRolesOf(record::Bytes subjectDirectoryAttributes) {
    if (subjectDirectoryAttributes.size() > kMaxExtensionBytes) {
        unusableRole("too long");
    }
    try {
        std::vector<std::string> roles;
        Reader whole(subjectDirectoryAttributes);
        Reader attributes = enterCollection(whole.next());
        whole.end();
        while (!attributes.empty()) {
            addRolesOfAttribute(enterCollection(attributes.next()), roles);
        }
        return roles;
    } catch (const record::Fault& fault) {
        if (fault.kind == record::FaultKind::Malformed) {
            unusableRole(fault.what());
        }
        throw;
    }
}

} // namespace seihon::signing
