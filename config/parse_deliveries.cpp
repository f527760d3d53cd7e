#include "config/deliveries.h"

#include "config/toml_reader.h"

#include <algorithm>
#include <set>

namespace seihon::config {

namespace {

constexpr std::size_t kMostTargets = 16;
constexpr std::size_t kMostClasses = 200;

// A name or an IPv4 address: what DICOM's upper layer takes as one.
std::string readHostName(TableReader& reader, std::string_view key) {
    std::string host = reader.text(key);
    const bool good = host.size() <= 100 && std::all_of(host.begin(), host.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '.' || c == '-';
                      });
    if (!good) {
        reader.refuseHere(key, "must be a name or an IPv4 address, without port and wildcards");
    }
    return host;
}

// PS3.5 §6.2, VR AE.
std::string readAeTitle(TableReader& reader, std::string_view key) {
    std::string title = reader.text(key);
    const bool good = title.size() <= 16 && std::all_of(title.begin(), title.end(), [](char c) {
                          return c > 0x20 && c < 0x7f && c != '\\';
                      });
    if (!good) {
        reader.refuseHere(key, "must have 1 to 16 ASCII letters without spaces and backslashes");
    }
    return title;
}

std::uint16_t readPort(TableReader& reader, std::string_view key) {
    return static_cast<std::uint16_t>(reader.integer(key, {1, 65535}));
}

DicomService readService(TableReader& reader) {
    DicomService service;
    service.host = readHostName(reader, "host");
    service.port = readPort(reader, "port");
    service.calledAe = readAeTitle(reader, "called_ae");
    service.callingAe = readAeTitle(reader, "calling_ae");
    service.timeout = std::chrono::seconds(reader.integer("timeout_seconds", {1, 300}));
    // Whether patients go over the wire in the clear is said, never left to a default.
    if (reader.flag("tls")) {
        DicomTls tls;
        tls.authorityFile = reader.text("ca_file");
        tls.certificateFile = reader.text("certificate_file");
        tls.keyFile = reader.text("key_file");
        tls.serverName = readHostName(reader, "server_name");
        service.tls = std::move(tls);
    }
    return service;
}

// As many as there are classes, in their order.
std::vector<std::string> readClassCodes(TableReader& reader, std::size_t classes) {
    std::vector<std::string> codes = reader.texts("class_codes", TextKind::Identifier, 1);
    if (codes.size() != classes) {
        reader.refuseHere("class_codes", "must have one code for each of the classes");
    }
    return codes;
}

FhirService readFhir(TableReader& reader) {
    FhirService fhir;
    fhir.url = reader.text("url");
    // Whether patients go over the wire in the clear is said, never left to a default.
    const bool tls = reader.flag("tls");
    const bool plain = std::all_of(fhir.url.begin(), fhir.url.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '?' && c != '#' && c != '@' && c != '"';
    });
    if (!plain || fhir.url.ends_with("/") || !fhir.url.starts_with(tls ? "https://" : "http://")) {
        reader.refuseHere("url", tls ? "must be an https:// address without a slash at its end"
                                     : "must be an http:// address without a slash at its end, "
                                       "where tls is false");
    }
    if (tls) {
        fhir.authorityFile = reader.text("ca_file");
    }
    if (reader.has("certificate_file")) {
        fhir.certificateFile = reader.text("certificate_file");
        fhir.keyFile = reader.text("key_file");
    }
    if (reader.has("token_file")) {
        fhir.tokenFile = reader.text("token_file");
    }
    fhir.patientSystem = reader.text("patient_system");
    if (reader.has("class_system")) {
        fhir.typeSystem = reader.text("class_system");
    }
    fhir.timeout = std::chrono::seconds(reader.integer("timeout_seconds", {1, 300}));
    return fhir;
}

// Of a file's name; empty: none.
bool isEnding(const std::string& text) {
    return text.size() <= 16 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
           });
}

// What it stands for is checked when a file is named (documents/drop_folder.h).
bool isNameTemplate(const std::string& text) {
    std::string rest = text;
    bool hasId = false;
    for (const std::string_view place : {"{patient}", "{class}", "{date}", "{id}"}) {
        for (std::size_t at = rest.find(place); at != std::string::npos; at = rest.find(place)) {
            rest.erase(at, place.size());
            hasId = hasId || place == "{id}";
        }
    }
    return hasId && text.front() != '.' && std::all_of(rest.begin(), rest.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
           });
}

FolderService readFolder(TableReader& reader) {
    FolderService folder;
    folder.folder = reader.text("folder");
    if (!folder.folder.is_absolute()) {
        reader.refuseHere("folder", "must be an absolute path");
    }
    folder.nameTemplate = reader.text("name");
    if (!isNameTemplate(folder.nameTemplate)) {
        reader.refuseHere("name", "must be letters, digits, '-', '_', '.' and {patient}, {class}, "
                                  "{date}, {id}; without {id} two records would get one name");
    }
    folder.sidecar = reader.text("sidecar");
    if (folder.sidecar != "csv" && folder.sidecar != "xml") {
        reader.refuseHere("sidecar", "must be csv or xml");
    }
    folder.triggerEnding = reader.text("trigger", TextKind::MayBeEmpty);
    if (!isEnding(folder.triggerEnding) || folder.triggerEnding == "pdf" ||
        folder.triggerEnding == folder.sidecar) {
        reader.refuseHere("trigger", "must be an ending of its own: small letters and digits");
    }
    return folder;
}

CdaIdentity readCda(TableReader& reader) {
    CdaIdentity cda;
    cda.facilityOid = reader.text("facility_oid", TextKind::Oid);
    cda.patientOid = reader.text("patient_oid", TextKind::Oid);
    cda.confidentiality = reader.text("confidentiality");
    if (cda.confidentiality != "N" && cda.confidentiality != "R" && cda.confidentiality != "V") {
        reader.refuseHere("confidentiality", "must be N, R or V");
    }
    if (reader.has("class_system")) {
        cda.typeSystem = reader.text("class_system", TextKind::Oid);
        cda.classes = reader.texts("classes", TextKind::Identifier, 1);
        cda.classCodes = readClassCodes(reader, cda.classes.size());
    }
    return cda;
}

// How an archive wants its objects, and what it may make of them.
void readObjectForm(TableReader& reader, DeliveryTarget& target) {
    if (reader.has("form")) {
        target.form = reader.choice<DeliveryForm>("form");
    }
    if (reader.has("syntaxes")) {
        target.syntaxes = reader.choices<DeliverySyntax>("syntaxes", 1);
        if (target.form == DeliveryForm::Pdf) {
            reader.refuseHere("syntaxes", "is for images: a PDF goes as it is");
        }
    }
    if (reader.has("charset")) {
        target.text = reader.choice<DeliveryText>("charset");
    }
    if (reader.has("outside")) {
        const std::string rule = reader.text("outside");
        if (rule != "refuse" && rule != "note") {
            reader.refuseHere("outside", "must be refuse or note");
        }
        target.noteOutside = rule == "note";
    }
    if (reader.has("may_change")) {
        target.mayChange = reader.choices<ChangeAllowed>("may_change", 1);
        if (target.confirmation == Confirmation::None) {
            reader.refuseHere("may_change", "is for targets that are asked what they hold");
        }
    }
}

DeliveryTarget readTarget(TableReader& reader) {
    DeliveryTarget target;
    target.name = reader.text("name", TextKind::Identifier);
    target.kind = reader.choice<DeliveryKind>("kind");
    target.classes = reader.texts("classes", TextKind::Identifier, 1);
    if (target.classes.size() > kMostClasses) {
        reader.refuseHere("classes", "has too many items");
    }
    target.sealedFrom = reader.instant("sealed_from");
    if (target.kind == DeliveryKind::Fhir) {
        target.fhir = readFhir(reader);
        if (!target.fhir.typeSystem.empty()) {
            target.classCodes = readClassCodes(reader, target.classes.size());
        }
        target.confirmation = Confirmation::Query; // it is read back
        return target;
    }
    if (target.kind == DeliveryKind::Folder) {
        TableReader files = reader.table("files");
        target.folder = readFolder(files);
        files.finish();
        target.classCodes = readClassCodes(reader, target.classes.size());
        target.confirmation = Confirmation::Query;
        return target;
    }
    target.dicom = readService(reader);
    target.confirmation = reader.choice<Confirmation>("confirmation");
    if (target.confirmation == Confirmation::Commitment) {
        target.replyPort = reader.has("reply_port") ? readPort(reader, "reply_port") : 0;
        target.reportWait = std::chrono::seconds(reader.integer("report_wait_seconds", {1, 600}));
    }
    readObjectForm(reader, target);
    return target;
}

} // namespace

std::string classCodeFor(const std::vector<std::string>& classes,
                         const std::vector<std::string>& classCodes,
                         const std::string& documentClass) {
    const auto at = std::find(classes.begin(), classes.end(), documentClass);
    const auto place = static_cast<std::size_t>(at - classes.begin());
    return place < classCodes.size() ? classCodes[place] : std::string();
}

Deliveries parseDeliveries(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    Deliveries deliveries;
    std::set<std::string> names;
    for (TableReader& reader : root.tables("target")) {
        DeliveryTarget target = readTarget(reader);
        if (!names.insert(target.name).second) {
            reader.refuseHere("name", "is there twice");
        }
        if (names.size() > kMostTargets) {
            reader.refuseHere("name", "is one target too many");
        }
        reader.finish();
        deliveries.targets.push_back(std::move(target));
    }
    if (root.has("worklist")) {
        TableReader reader = root.table("worklist");
        deliveries.worklist = readService(reader);
        reader.finish();
    }
    if (root.has("dicom")) {
        TableReader reader = root.table("dicom");
        deliveries.imageClasses = reader.texts("image_classes", TextKind::Identifier, 1);
        reader.finish();
    }
    if (root.has("cda")) {
        TableReader reader = root.table("cda");
        deliveries.cda = readCda(reader);
        reader.finish();
    }
    root.finish();
    return deliveries;
}

} // namespace seihon::config
