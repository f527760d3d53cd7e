#include "documents/cda.h"
#include "record/fault.h"

#include <pugixml.hpp>

#include <algorithm>
#include <map>

namespace seihon::documents {

namespace {

using Names = std::vector<std::string>;

// The order of what we write, as the CDA R2 schema (POCD_MT000040) has it; inFulfillmentOf is there
// where an order is.
const std::map<std::string, Names> kChildren{
    {"ClinicalDocument",
     {"typeId", "templateId", "id", "code", "title", "effectiveTime", "confidentialityCode",
      "languageCode", "recordTarget", "author", "dataEnterer", "custodian", "inFulfillmentOf",
      "documentationOf", "component"}},
    {"recordTarget", {"patientRole"}},
    {"patientRole", {"id", "addr", "telecom", "patient"}},
    {"patient", {"name", "administrativeGenderCode", "birthTime"}},
    {"author", {"templateId", "time", "assignedAuthor"}},
    {"assignedAuthor",
     {"id", "addr", "telecom", "assignedAuthoringDevice", "representedOrganization"}},
    {"assignedAuthoringDevice", {"code", "manufacturerModelName", "softwareName"}},
    {"representedOrganization", {"id", "name", "telecom", "addr"}},
    {"dataEnterer", {"templateId", "time", "assignedEntity"}},
    {"assignedEntity", {"id", "assignedPerson"}},
    {"assignedPerson", {"name"}},
    {"custodian", {"assignedCustodian"}},
    {"assignedCustodian", {"representedCustodianOrganization"}},
    {"representedCustodianOrganization", {"id", "name", "telecom", "addr"}},
    {"inFulfillmentOf", {"order"}},
    {"order", {"id"}},
    {"documentationOf", {"serviceEvent"}},
    {"serviceEvent", {"effectiveTime"}},
    {"component", {"nonXMLBody"}},
    {"nonXMLBody", {"text"}}};

class CdaCheck {
  public:
    explicit CdaCheck(pugi::xml_node root) : m_root(root) {}

    std::vector<std::string> all(const ScannedDocument& document, const record::Digest& pdf) {
        checkOrder(m_root, document);
        require("@xmlns", "urn:hl7-org:v3");
        require("typeId@extension", "POCD_HD000040");
        require("templateId@root", "1.3.6.1.4.1.19376.1.2.20");
        require("author/templateId@root", "1.3.6.1.4.1.19376.1.2.20.2");
        require("dataEnterer/templateId@root", "1.3.6.1.4.1.19376.1.2.20.3");
        require("author/assignedAuthor/assignedAuthoringDevice/code@code", "CAPTURE");
        require("author/assignedAuthor/assignedAuthoringDevice/code@codeSystem",
                "1.2.840.10008.2.16.4");
        require("author/assignedAuthor/id@extension", document.deviceId);
        require("author/assignedAuthor/representedOrganization/id@root", document.facilityOid);
        require("dataEnterer/assignedEntity/id@root", document.facilityOid);
        require("dataEnterer/assignedEntity/id@extension", document.operatorId);
        require("recordTarget/patientRole/id@root", document.patientOid);
        require("recordTarget/patientRole/id@extension", document.patientId);
        require("languageCode@code", "ja-JP");
        require("confidentialityCode@code", document.confidentiality);
        // One scan, one time of it (5.2.3.2: author/time is dataEnterer/time).
        require("dataEnterer/time@value", valueOf("author/time@value"));
        requireSome("id@root");
        requireSome("effectiveTime@value");
        requireSome("author/time@value");
        if (m_root.child_value("title") != document.title) {
            m_problems.push_back("title differs");
        }
        if (!document.accession.empty()) {
            require("inFulfillmentOf@typeCode", "FLFS");
            require("inFulfillmentOf/order@moodCode", "RQO");
            require("inFulfillmentOf/order/id@root", document.facilityOid);
            require("inFulfillmentOf/order/id@extension", document.accession);
        }
        checkBody(pdf);
        return std::move(m_problems);
    }

  private:
    void checkOrder(pugi::xml_node node, const ScannedDocument& document) {
        const auto known = kChildren.find(node.name());
        Names wanted = known == kChildren.end() ? Names() : known->second;
        if (document.accession.empty()) {
            std::erase(wanted, "inFulfillmentOf");
        }
        Names names;
        for (const pugi::xml_node& child : node.children()) {
            if (child.type() == pugi::node_element) {
                names.emplace_back(child.name());
                checkOrder(child, document);
            }
        }
        if (known != kChildren.end() && names != wanted) {
            m_problems.push_back(std::string("the elements of ") + node.name());
        }
    }

    std::string valueOf(const std::string& path) const {
        const std::size_t at = path.find('@');
        const pugi::xml_node node =
            at == 0 ? m_root : m_root.first_element_by_path(path.substr(0, at).c_str());
        return node.attribute(path.substr(at + 1).c_str()).value();
    }
    void require(const std::string& path, const std::string& value) {
        if (valueOf(path) != value) {
            m_problems.push_back(path + " is not " + value);
        }
    }
    void requireSome(const std::string& path) {
        if (valueOf(path).empty()) {
            m_problems.push_back(path + " is missing");
        }
    }

    void checkBody(const record::Digest& pdf) {
        require("component/nonXMLBody/text@mediaType", "application/pdf");
        require("component/nonXMLBody/text@representation", "B64");
        try {
            const std::string inside = record::fromBase64(
                m_root.child("component").child("nonXMLBody").child_value("text"));
            if (record::sha256(inside) != pdf) {
                m_problems.push_back("another document is inside");
            }
        } catch (const record::Fault&) {
            m_problems.push_back("the document inside is no base64");
        }
    }

    pugi::xml_node m_root;
    std::vector<std::string> m_problems;
};

} // namespace

std::vector<std::string> checkCda(std::string_view xml, const ScannedDocument& document,
                                  const record::Digest& pdf) {
    pugi::xml_document read;
    const auto result =
        read.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result || std::string(read.document_element().name()) != "ClinicalDocument") {
        return {"no clinical document"};
    }
    return CdaCheck(read.document_element()).all(document, pdf);
}

} // namespace seihon::documents
