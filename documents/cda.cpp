#include "documents/cda.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "record/id.h"

#include <pugixml.hpp>

#include <algorithm>
#include <sstream>

namespace seihon::documents {

namespace {

// IHE ITI TF-3 5.2.3
constexpr const char* kScannedTemplate = "1.3.6.1.4.1.19376.1.2.20";
constexpr const char* kScannerTemplate = "1.3.6.1.4.1.19376.1.2.20.2";
constexpr const char* kDataEntererTemplate = "1.3.6.1.4.1.19376.1.2.20.3";
constexpr const char* kConfidentialityOid = "2.16.840.1.113883.5.25";
constexpr const char* kDicomOid = "1.2.840.10008.2.16.4";
constexpr std::size_t kLongestOid = 128;

[[noreturn]] void malformed(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, "scanned document: " + what);
}

void requireOid(const std::string& oid) {
    bool good = !oid.empty() && oid.size() <= kLongestOid && oid.find("..") == oid.npos &&
                oid.front() >= '0' && oid.front() <= '2' && oid.back() != '.' &&
                oid.find('.') != oid.npos;
    for (std::size_t at = 0; good && at < oid.size(); ++at) {
        const bool digit = oid[at] >= '0' && oid[at] <= '9';
        const bool leadingZero = oid[at] == '0' && at + 1 < oid.size() && oid[at + 1] != '.' &&
                                 (at == 0 || oid[at - 1] == '.');
        good = (digit && !leadingZero) || oid[at] == '.';
    }
    if (!good) {
        malformed("no OID: " + oid.substr(0, kLongestOid));
    }
}

// A UUID as an OID below 2.25 (ITU-T X.667 6): one decimal number of 128 bits.
std::string oidOfUuid(const std::string& uuid) {
    if (!record::isId(uuid)) {
        malformed("no UUID");
    }
    std::vector<int> decimals{0};
    for (const char c : uuid) {
        if (c == '-') {
            continue;
        }
        int carry = c <= '9' ? c - '0' : c - 'a' + 10;
        for (int& digit : decimals) { // lowest first
            carry += digit * 16;
            digit = carry % 10;
            carry /= 10;
        }
        for (; carry > 0; carry /= 10) {
            decimals.push_back(carry % 10);
        }
    }
    std::string oid = "2.25.";
    for (auto digit = decimals.rbegin(); digit != decimals.rend(); ++digit) {
        oid += static_cast<char>('0' + *digit);
    }
    return oid;
}

// YYYYMMDDhhmmss+ZZZZ (HL7 V3 TS)
std::string timeOf(record::Instant at, std::chrono::minutes offset) {
    const auto local = std::chrono::floor<std::chrono::seconds>(at) + offset;
    std::string text;
    for (const char c : record::formatInstant(record::Instant(local)).substr(0, 19)) {
        if (c >= '0' && c <= '9') {
            text += c;
        }
    }
    const auto minutes = std::chrono::abs(offset).count();
    const auto two = [](auto number) {
        return std::string(number < 10 ? "0" : "") + std::to_string(number);
    };
    return text + (offset.count() < 0 ? '-' : '+') + two(minutes / 60) + two(minutes % 60);
}

void setText(pugi::xml_node node, const std::string& text) {
    if (record::cleanText(text) != text) {
        malformed("a text that XML cannot hold");
    }
    node.text().set(text.c_str());
}

pugi::xml_node addText(pugi::xml_node parent, const char* name, const std::string& text) {
    pugi::xml_node node = parent.append_child(name);
    setText(node, text);
    return node;
}

pugi::xml_node addWith(pugi::xml_node parent, const char* name, const char* attribute,
                       const std::string& value) {
    if (record::cleanText(value) != value) {
        malformed("a text that XML cannot hold");
    }
    pugi::xml_node node = parent.append_child(name);
    node.append_attribute(attribute) = value.c_str();
    return node;
}

void addId(pugi::xml_node parent, const std::string& root, const std::string& extension = {}) {
    pugi::xml_node id = addWith(parent, "id", "root", root);
    if (!extension.empty()) {
        if (record::cleanText(extension) != extension) {
            malformed("a text that XML cannot hold");
        }
        id.append_attribute("extension") = extension.c_str();
    }
}

// An unknown value is said to be unknown (HL7 V3 NullFlavor NI).
void addUnknown(pugi::xml_node parent, const char* name) {
    addWith(parent, name, "nullFlavor", "NI");
}

void addOrganization(pugi::xml_node parent, const char* name, const ScannedDocument& document) {
    pugi::xml_node organization = parent.append_child(name);
    addId(organization, document.facilityOid);
    addText(organization, "name", document.facilityName);
    addUnknown(organization, "telecom");
    addUnknown(organization, "addr");
}

void addHead(pugi::xml_node root, const ScannedDocument& document) {
    pugi::xml_node type = root.append_child("typeId");
    type.append_attribute("root") = "2.16.840.1.113883.1.3";
    type.append_attribute("extension") = "POCD_HD000040";
    addWith(root, "templateId", "root", kScannedTemplate);
    addId(root, oidOfUuid(document.id));
    pugi::xml_node code = root.append_child("code");
    if (document.type.code.empty()) {
        code.append_attribute("nullFlavor") = "OTH";
        addText(code, "originalText", document.type.words);
    } else {
        requireOid(document.type.system);
        code.append_attribute("code") = document.type.code.c_str();
        code.append_attribute("codeSystem") = document.type.system.c_str();
        code.append_attribute("displayName") = document.type.words.c_str();
    }
    addText(root, "title", document.title);
    addWith(root, "effectiveTime", "value", timeOf(document.madeAt, document.utcOffset));
    addWith(root, "confidentialityCode", "code", document.confidentiality)
        .append_attribute("codeSystem") = kConfidentialityOid;
    addWith(root, "languageCode", "code", "ja-JP");
}

void addPatient(pugi::xml_node root, const ScannedDocument& document) {
    pugi::xml_node role = root.append_child("recordTarget").append_child("patientRole");
    addId(role, document.patientOid, document.patientId);
    addUnknown(role, "addr");
    addUnknown(role, "telecom");
    pugi::xml_node patient = role.append_child("patient");
    if (document.patientName.empty()) {
        addUnknown(patient, "name");
    } else {
        addText(patient, "name", document.patientName); // as typed: its parts are not known
    }
    addUnknown(patient, "administrativeGenderCode");
    addUnknown(patient, "birthTime");
}

// The scanner (5.2.3.2), then who worked it (5.2.3.3). An author of the paper is not known (R2).
void addScanning(pugi::xml_node root, const ScannedDocument& document) {
    const std::string scanned = timeOf(document.scannedAt, document.utcOffset);
    pugi::xml_node author = root.append_child("author");
    addWith(author, "templateId", "root", kScannerTemplate);
    addWith(author, "time", "value", scanned);
    pugi::xml_node assigned = author.append_child("assignedAuthor");
    addId(assigned, document.facilityOid, document.deviceId);
    addUnknown(assigned, "addr");
    addUnknown(assigned, "telecom");
    pugi::xml_node device = assigned.append_child("assignedAuthoringDevice");
    pugi::xml_node code = addWith(device, "code", "code", "CAPTURE");
    code.append_attribute("codeSystem") = kDicomOid;
    code.append_attribute("displayName") = "Image Capture";
    addText(device, "manufacturerModelName", document.deviceModel);
    addText(device, "softwareName", document.deviceSoftware);
    addOrganization(assigned, "representedOrganization", document);

    pugi::xml_node enterer = root.append_child("dataEnterer");
    addWith(enterer, "templateId", "root", kDataEntererTemplate);
    addWith(enterer, "time", "value", scanned);
    pugi::xml_node entity = enterer.append_child("assignedEntity");
    addId(entity, document.facilityOid, document.operatorId);
    addText(entity.append_child("assignedPerson"), "name", document.operatorName);
}

// CDA R2 4.2.3.2: the order that this document fulfils. The hospital numbers it, so that the root
// is the hospital's, as it is for people and devices.
void addOrder(pugi::xml_node root, const ScannedDocument& document) {
    if (document.accession.empty()) {
        return;
    }
    pugi::xml_node fulfils = addWith(root, "inFulfillmentOf", "typeCode", "FLFS");
    pugi::xml_node order = addWith(fulfils, "order", "classCode", "ACT");
    order.append_attribute("moodCode") = "RQO";
    addId(order, document.facilityOid, document.accession);
}

void addService(pugi::xml_node root, const ScannedDocument& document) {
    pugi::xml_node time = root.append_child("documentationOf")
                              .append_child("serviceEvent")
                              .append_child("effectiveTime");
    for (const char* end : {"low", "high"}) {
        if (document.serviceAt) {
            addWith(time, end, "value", timeOf(*document.serviceAt, document.utcOffset));
        } else {
            addUnknown(time, end);
        }
    }
}

} // namespace

std::string cdaOf(const ScannedDocument& document, record::Bytes pdf) {
    requireOid(document.facilityOid);
    requireOid(document.patientOid);
    if (document.patientId.empty() || document.operatorId.empty() || document.title.empty()) {
        malformed("whose it is, who scanned it and what it is called must be known");
    }
    pugi::xml_document xml;
    pugi::xml_node root = xml.append_child("ClinicalDocument");
    root.append_attribute("xmlns") = "urn:hl7-org:v3";
    addHead(root, document);
    addPatient(root, document);
    addScanning(root, document);
    addOrganization(root.append_child("custodian").append_child("assignedCustodian"),
                    "representedCustodianOrganization", document);
    addOrder(root, document);
    addService(root, document);
    pugi::xml_node text =
        root.append_child("component").append_child("nonXMLBody").append_child("text");
    text.append_attribute("mediaType") = "application/pdf";
    text.append_attribute("representation") = "B64";
    text.text().set(record::toBase64(pdf).c_str());
    std::ostringstream out;
    xml.save(out, " ", pugi::format_raw, pugi::encoding_utf8);
    return out.str();
}

} // namespace seihon::documents
