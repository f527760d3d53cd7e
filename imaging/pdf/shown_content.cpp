#include "imaging/pdf/shown_content.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::imaging::pdf {

namespace {

constexpr std::size_t kMaxObjects = 500'000;
constexpr int kMaxParents = 64;

// Upwards, not part of what the thing itself shows.
bool leadsUp(std::string_view key) {
    return key == "/Parent" || key == "/P";
}

class Walk {
  public:
    explicit Walk(std::set<QPDFObjGen> known) : m_seen(std::move(known)) {}

    void add(std::string_view name, QPDFObjectHandle value) {
        addText(name);
        addText(value.unparse());
        collect(value);
        drain();
    }
    void addText(std::string_view text) {
        m_digest.add(std::to_string(text.size())).add(":").add(text);
    }
    record::Digest finish() { return m_digest.finish(); }

  private:
    // References below `value` that were not seen; direct containers are nested no deeper than
    // qpdf's parser lets them.
    void collect(QPDFObjectHandle value) {
        if (value.isIndirect()) {
            if (m_seen.insert(value.getObjGen()).second) {
                m_open.push_back(value);
            }
            if (m_seen.size() > kMaxObjects) {
                throw std::runtime_error("too many objects");
            }
            return;
        }
        collectBelow(value);
    }

    void collectBelow(QPDFObjectHandle value) {
        if (value.isArray()) {
            for (int i = 0; i < value.getArrayNItems(); ++i) {
                collect(value.getArrayItem(i));
            }
        } else if (value.isDictionary()) {
            for (const std::string& key : value.getKeys()) {
                if (!leadsUp(key)) {
                    collect(value.getKey(key));
                }
            }
        }
    }

    void drain() {
        while (!m_open.empty()) {
            QPDFObjectHandle next = m_open.back();
            m_open.pop_back();
            addText(next.getObjGen().unparse(' '));
            if (next.isStream()) {
                const auto data = next.getRawStreamData(); // not decoded: the same bytes show same
                addText(next.getDict().unparseResolved());
                m_digest.add(record::Bytes(data->getBuffer(), data->getSize()));
                collectBelow(next.getDict());
            } else {
                addText(next.unparseResolved());
                collectBelow(next);
            }
        }
    }

    record::Sha256 m_digest;
    std::set<QPDFObjGen> m_seen;
    std::vector<QPDFObjectHandle> m_open;
};

// A key of the thing itself or of the nearest above it (ISO 32000-1 §7.7.3.4, §12.7.3.1).
QPDFObjectHandle inherited(QPDFObjectHandle thing, const std::string& key) {
    for (int up = 0; up < kMaxParents && thing.isDictionary(); ++up) {
        if (thing.hasKey(key)) {
            return thing.getKey(key);
        }
        thing = thing.getKey("/Parent");
    }
    return QPDFObjectHandle::newNull();
}

bool isSignatureBox(QPDFObjectHandle annotation) {
    return annotation.isDictionary() && annotation.getKey("/Subtype").isNameAndEquals("/Widget") &&
           inherited(annotation, "/FT").isNameAndEquals("/Sig");
}

void addWithout(Walk& walk, QPDFObjectHandle dictionary, std::span<const std::string_view> left) {
    for (const std::string& key : dictionary.getKeys()) {
        if (std::find(left.begin(), left.end(), key) == left.end()) {
            walk.add(key, dictionary.getKey(key));
        }
    }
}

void addAnnotations(QPDFObjectHandle page, Walk& shown, Walk& boxes) {
    QPDFObjectHandle annotations = page.getKey("/Annots");
    if (!annotations.isArray()) {
        shown.add("/Annots", annotations);
        return;
    }
    for (int i = 0; i < annotations.getArrayNItems(); ++i) {
        QPDFObjectHandle annotation = annotations.getArrayItem(i);
        Walk& walk = isSignatureBox(annotation) ? boxes : shown;
        walk.add("annotation", annotation);
        if (annotation.isDictionary()) {
            for (const char* key : {"/FT", "/Ff", "/V"}) {
                if (&walk == &shown) { // a signature's own value is judged by itself
                    walk.add(key, inherited(annotation, key));
                }
            }
        }
    }
}

} // namespace

ShownContent shownContentOf(QPDF& pdf) {
    const std::vector<QPDFObjectHandle>& pages = pdf.getAllPages();
    std::set<QPDFObjGen> known; // a link to a page is no part of what links
    for (const QPDFObjectHandle& page : pages) {
        known.insert(page.getObjGen());
    }
    Walk shown(known);
    Walk boxes(known);
    shown.addText(std::to_string(pages.size()));
    for (QPDFObjectHandle page : pages) {
        shown.addText(page.getObjGen().unparse(' '));
        constexpr std::array<std::string_view, 2> kApart{"/Annots", "/Parent"};
        addWithout(shown, page, kApart);
        for (const char* key : {"/Resources", "/MediaBox", "/CropBox", "/Rotate"}) {
            shown.add(key, inherited(page, key));
        }
        addAnnotations(page, shown, boxes);
    }
    // What a signature or its validation data add to the catalogue shows nothing.
    constexpr std::array<std::string_view, 8> kUnseen{
        "/Pages", "/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Type", "/Version"};
    addWithout(shown, pdf.getRoot(), kUnseen);
    QPDFObjectHandle form = pdf.getRoot().getKey("/AcroForm");
    if (form.isDictionary()) {
        constexpr std::array<std::string_view, 4> kFields{"/Fields", "/SigFlags", "/DR", "/DA"};
        addWithout(shown, form, kFields);
    }
    return {shown.finish(), boxes.finish()};
}

} // namespace seihon::imaging::pdf
