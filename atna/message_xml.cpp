#include "atna/audit_message.h"

#include "record/digest.h"

#include <pugixml.hpp>

#include <cstdint>
#include <string_view>

namespace seihon::atna {

namespace {

// XML 1.0, production 2: no controls but tab and line ends, no U+FFFE and U+FFFF, not even escaped.
std::string allowed(std::string_view text) {
    static constexpr std::string_view kShown = "\xEF\xBF\xBD"; // U+FFFD
    std::string clean;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::string_view three = text.substr(i, 3);
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
            clean += kShown;
        } else if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            clean += kShown;
            i += 2;
        } else {
            clean += text[i];
        }
    }
    return clean;
}

void set(pugi::xml_node node, const char* name, std::string_view value) {
    node.append_attribute(name).set_value(allowed(value).c_str());
}

void add(pugi::xml_node parent, const char* name, const Code& code) {
    pugi::xml_node node = parent.append_child(name);
    set(node, "csd-code", code.value);
    set(node, "codeSystemName", code.system);
    set(node, "originalText", code.meaning);
}

void addEvent(pugi::xml_node root, const AuditMessage& message) {
    pugi::xml_node event = root.append_child("EventIdentification");
    set(event, "EventActionCode", std::string(1, static_cast<char>(message.action)));
    set(event, "EventDateTime", record::formatInstant(message.at));
    set(event, "EventOutcomeIndicator", std::to_string(static_cast<int>(message.outcome)));
    add(event, "EventID", message.event);
    for (const Code& type : message.eventTypes) {
        add(event, "EventTypeCode", type);
    }
    if (!message.outcomeDescription.empty()) {
        event.append_child("EventOutcomeDescription")
            .text()
            .set(allowed(message.outcomeDescription).c_str());
    }
}

void addParticipant(pugi::xml_node root, const Participant& participant) {
    pugi::xml_node node = root.append_child("ActiveParticipant");
    set(node, "UserID", participant.userId);
    if (!participant.alternativeUserId.empty()) {
        set(node, "AlternativeUserID", participant.alternativeUserId);
    }
    if (!participant.userName.empty()) {
        set(node, "UserName", participant.userName);
    }
    set(node, "UserIsRequestor", participant.isRequestor ? "true" : "false");
    for (const Code& role : participant.roles) {
        add(node, "RoleIDCode", role);
    }
}

void addObject(pugi::xml_node root, const Object& object) {
    pugi::xml_node node = root.append_child("ParticipantObjectIdentification");
    set(node, "ParticipantObjectID", object.id);
    set(node, "ParticipantObjectTypeCode", std::to_string(object.typeCode));
    if (object.role != 0) {
        set(node, "ParticipantObjectTypeCodeRole", std::to_string(object.role));
    }
    add(node, "ParticipantObjectIDTypeCode", object.idType);
    if (object.query.empty()) {
        node.append_child("ParticipantObjectName").text().set(allowed(object.name).c_str());
    } else {
        node.append_child("ParticipantObjectQuery")
            .text()
            .set(record::toBase64(record::bytesOf(object.query)).c_str());
    }
    for (const Detail& detail : object.details) {
        pugi::xml_node pair = node.append_child("ParticipantObjectDetail");
        set(pair, "type", detail.type);
        set(pair, "value", record::toBase64(record::bytesOf(detail.value)));
    }
}

class ToString final : public pugi::xml_writer {
  public:
    void write(const void* data, std::size_t size) override {
        text.append(static_cast<const char*>(data), size);
    }
    std::string text;
};

} // namespace

std::string xmlOf(const AuditMessage& message) {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    pugi::xml_node root = document.append_child("AuditMessage");
    addEvent(root, message);
    for (const Participant& participant : message.participants) {
        addParticipant(root, participant);
    }
    pugi::xml_node source = root.append_child("AuditSourceIdentification");
    set(source, "AuditSourceID", message.auditSource);
    // A.5.1.2.1: 2, a data acquisition device. Digits stand alone, without a code system.
    set(source.append_child("AuditSourceTypeCode"), "csd-code", "2");
    for (const Object& object : message.objects) {
        addObject(root, object);
    }
    ToString writer;
    document.save(writer, "", pugi::format_raw, pugi::encoding_utf8);
    return writer.text + "\n";
}

} // namespace seihon::atna
