#include "signing/hc_role.h"

#include "record/fault.h"
#include "signing/der.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace seihon::signing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Der unhex(std::string_view hex) {
    Der bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(
            static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    }
    return bytes;
}

// Extension values as real HPKI test certificates carry them.
const Der kDoctor = unhex("303430320606288185420001312831263024A0223120A00C060A2A830886910F01060101"
                          "A2100C0E4D65646963616C20446F63746F72");
const Der kPharmacist = unhex("3030302E0606288185420001312431223020A01E311CA00C060A2A830886910F01"
                              "060101A20C0C0A506861726D6163697374");

Der text(std::uint8_t tag, std::string_view value) {
    return der::wrap(tag, record::bytesOf(value));
}

struct Shape {
    std::uint8_t collection = der::kSet;
    std::string scheme = "1.2.392.100495.1.6.1.1";
    bool textFirst = false;
    bool implicitCodedData = false;
};

Der actor(const Der& roleText, const Shape& shape = {}) {
    const Der scheme = der::wrap(der::context(0), der::oid(shape.scheme));
    const Der role = der::wrap(der::context(2), roleText);
    const Der inside = shape.textFirst ? der::wrap(shape.collection, {role, scheme})
                                       : der::wrap(shape.collection, {scheme, role});
    const record::Bytes codedData = shape.implicitCodedData
                                        ? der::only(inside, shape.collection).content
                                        : record::Bytes(inside);
    return der::wrap(der::kSequence, der::wrap(der::context(0), codedData));
}

Der attribute(std::string_view oid, const Der& values) {
    return der::wrap(der::kSequence, {der::oid(oid), values});
}

Der roleAttribute(std::initializer_list<record::Bytes> actors) {
    return attribute("1.0.17090.0.1", der::wrap(der::kSet, der::wrap(der::kSet, actors)));
}

TEST(HcRole, ReadsRolesOfRealCertificates) {
    EXPECT_THAT(healthcareRolesOf(kDoctor), ElementsAre("Medical Doctor"));
    EXPECT_THAT(healthcareRolesOf(kPharmacist), ElementsAre("Pharmacist"));
}

TEST(HcRole, ReadsSeveralAttributesActorDataAndActors) {
    const Der a = actor(text(0x0c, "Medical Doctor"));
    const Der b = actor(text(0x13, "Pharmacist"));
    const Der c = actor(text(0x0c, "Midwife"));
    const Der twoActors = roleAttribute({a, b});
    const Der twoData = attribute(
        "1.0.17090.0.1", der::wrap(der::kSet, {der::wrap(der::kSet, a), der::wrap(der::kSet, c)}));
    EXPECT_THAT(healthcareRolesOf(der::wrap(der::kSequence, {twoActors, twoData})),
                ElementsAre("Medical Doctor", "Pharmacist", "Midwife"));
}

TEST(HcRole, ReadsLooserReadingsOfTheStandard) {
    for (const std::uint8_t collection : {der::kSet, der::kSequence}) {
        for (const bool textFirst : {false, true}) {
            for (const bool implicitCodedData : {false, true}) {
                const Shape shape{collection, "1.2.392.100495.1.6.1.1", textFirst,
                                  implicitCodedData};
                const Der one = actor(text(0x0c, "Pharmacist"), shape);
                EXPECT_THAT(healthcareRolesOf(der::wrap(der::kSequence, roleAttribute({one}))),
                            ElementsAre("Pharmacist"));
            }
        }
    }
}

TEST(HcRole, ReadsEveryDirectoryString) {
    const std::string bmp("\x00P\x00h\x85\xac", 6); // P, h, U+85AC
    const std::string universal("\x00\x00\x85\xac", 4);
    for (const auto& [element, expected] :
         {std::pair{text(0x0c, "薬剤師"), "薬剤師"},
          std::pair{text(0x13, "Pharmacist"), "Pharmacist"},
          std::pair{text(0x14, "Pharmacist"), "Pharmacist"}, std::pair{text(0x1e, bmp), "Ph薬"},
          std::pair{text(0x1c, universal), "薬"}}) {
        EXPECT_THAT(healthcareRolesOf(der::wrap(der::kSequence, roleAttribute({actor(element)}))),
                    ElementsAre(expected));
    }
}

TEST(HcRole, LeavesOutOtherCodingSchemesAndAttributes) {
    Shape other;
    other.scheme = "1.2.392.100495.1.6.1.2";
    const Der foreign = actor(text(0x0c, "Medical Doctor"), other);
    EXPECT_THAT(healthcareRolesOf(der::wrap(der::kSequence, roleAttribute({foreign}))), IsEmpty());
    const Der birth = attribute("1.3.6.1.5.5.7.9.1", der::wrap(der::kSet, text(0x18, "19700101")));
    const Der role = roleAttribute({actor(text(0x0c, "Pharmacist"))});
    EXPECT_THAT(healthcareRolesOf(der::wrap(der::kSequence, {birth, role})),
                ElementsAre("Pharmacist"));
    EXPECT_THAT(healthcareRolesOf(der::wrap(der::kSequence, birth)), IsEmpty());
}

void expectUnusableExtension(const Der& extension) {
    try {
        healthcareRolesOf(extension);
        ADD_FAILURE() << "accepted " << record::toHex(extension);
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::CertificateUnusable) << fault.what();
    }
}

TEST(HcRole, RefusesWhatItCannotRead) {
    expectUnusableExtension({});
    for (std::size_t length = 0; length < kDoctor.size(); ++length) {
        expectUnusableExtension(
            Der(kDoctor.begin(), kDoctor.begin() + static_cast<std::ptrdiff_t>(length)));
    }
    Der longer = kDoctor;
    longer.push_back(0);
    expectUnusableExtension(longer);
    const auto ofText = [](const Der& element) {
        return der::wrap(der::kSequence, roleAttribute({actor(element)}));
    };
    expectUnusableExtension(ofText(text(0x0c, "Medical\nDoctor")));
    expectUnusableExtension(ofText(text(0x0c, "Doctor\xe2\x80\xae")));
    expectUnusableExtension(ofText(text(0x0c, "\xff\xfe")));
    expectUnusableExtension(ofText(text(0x0c, "")));
    expectUnusableExtension(ofText(text(0x0c, std::string(300, 'x'))));
    expectUnusableExtension(ofText(text(0x04, "Doctor")));
    expectUnusableExtension(Der(20'000, 0x30));
}

TEST(HcRole, NeverReadsOneRoleAsAnotherWhenABitIsWrong) {
    for (std::size_t bit = 0; bit < kDoctor.size() * 8; ++bit) {
        Der changed = kDoctor;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1u << (bit % 8)));
        try {
            for (const std::string& role : healthcareRolesOf(changed)) {
                EXPECT_NE(role, "Pharmacist");
            }
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::CertificateUnusable);
        }
    }
}

} // namespace
} // namespace seihon::signing
