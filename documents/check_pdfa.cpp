#include "documents/check_pdfa.h"

#include "documents/pdf_content.h"
#include "documents/pdf_number.h"
#include "documents/qpdf.h"
#include "documents/xmp.h"
#include "record/fault.h"

#include <charconv>
#include <fstream>
#include <set>

namespace seihon::documents {

namespace {

using Handle = QPDFObjectHandle;
using Keys = std::set<std::string>;

constexpr std::int64_t kTailBytes = 64;
constexpr std::int64_t kMostTableBytes = 16 << 20;
constexpr std::size_t kIccHeader = 128;
constexpr std::size_t kGlyphMapBytes = std::size_t{2} << 16;

class PdfaCheck {
  public:
    PdfaCheck(QPDF& pdf, int part) : m_pdf(pdf), m_part(part) {}

    std::vector<std::string> all() {
        keysAmong("trailer", m_pdf.getTrailer(), {"/ID", "/Info", "/Root", "/Size"});
        require(!m_pdf.isEncrypted(), "6.1.3: encrypted");
        require(m_pdf.getTrailer().getKey("/ID").isArray(), "6.1.3: no /ID");
        Handle root = m_pdf.getRoot();
        keysAmong(
            "catalog", root,
            {"/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences", "/OutputIntents"});
        keysAmong("preferences", root.getKey("/ViewerPreferences"), {"/DisplayDocTitle"});
        checkFacts(root);
        checkIntent(root);
        for (Handle page : m_pdf.getAllPages()) {
            checkPage(page);
        }
        for (Handle object : m_pdf.getAllObjects()) {
            checkStream(object);
        }
        for (const QPDFExc& warning : m_pdf.getWarnings()) {
            m_problems.push_back(std::string("6.1: ") + warning.what());
        }
        return std::move(m_problems);
    }

  private:
    void require(bool holds, const std::string& otherwise) {
        if (!holds) {
            m_problems.push_back(otherwise);
        }
    }

    void keysAmong(const std::string& what, Handle dictionary, const Keys& known) {
        if (!dictionary.isDictionary()) {
            m_problems.push_back(what + " is no dictionary");
            return;
        }
        for (const std::string& key : dictionary.getKeys()) {
            require(known.count(key) == 1, what + " has " + key);
        }
    }

    static std::string nameIn(Handle dictionary, const char* key) {
        Handle value = dictionary.getKey(key);
        return value.isName() ? value.getName() : std::string();
    }
    static std::string textIn(Handle dictionary, const char* key) {
        Handle value = dictionary.getKey(key);
        return value.isString() ? value.getUTF8Value() : std::string();
    }
    static std::string bytesOfStream(Handle stream) {
        const std::shared_ptr<Buffer> data = stream.getRawStreamData();
        return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
    }

    // 6.6.2, 6.6.4, and the information dictionary says what the metadata say.
    void checkFacts(Handle root) {
        Handle metadata = root.getKey("/Metadata");
        if (!metadata.isStream()) {
            m_problems.push_back("6.6.2.1: no metadata");
            return;
        }
        keysAmong("metadata", metadata.getDict(), {"/Type", "/Subtype", "/Length"});
        try {
            const PdfFacts facts = readXmpPacket(bytesOfStream(metadata));
            require(facts.part == m_part, "6.6.4: another part of PDF/A");
            Handle info = m_pdf.getTrailer().getKey("/Info");
            keysAmong("information", info,
                      {"/Title", "/Subject", "/Creator", "/Producer", "/CreationDate", "/ModDate"});
            require(textIn(info, "/Title") == facts.title, "6.6.3: /Title differs");
            require(textIn(info, "/Subject") == facts.description, "6.6.3: /Subject differs");
            require(textIn(info, "/Creator") == facts.creator, "6.6.3: /Creator differs");
            require(textIn(info, "/Producer") == facts.producer, "6.6.3: /Producer differs");
            for (const char* date : {"/CreationDate", "/ModDate"}) {
                require(textIn(info, date) == pdfDate(facts.madeAt),
                        std::string("6.6.3: differs: ") + date);
            }
        } catch (const record::Fault& fault) {
            m_problems.push_back(std::string("6.6: ") + fault.what());
        }
    }

    // 6.2.3: one profile, of RGB, that says what the device colours are.
    void checkIntent(Handle root) {
        Handle intents = root.getKey("/OutputIntents");
        if (!intents.isArray() || intents.getArrayNItems() != 1) {
            m_problems.push_back("6.2.3: not one output intent");
            return;
        }
        Handle intent = intents.getArrayItem(0);
        require(nameIn(intent, "/S") == "/GTS_PDFA1", "6.2.3: the intent is not PDF/A's");
        Handle profile = intent.getKey("/DestOutputProfile");
        if (!profile.isStream()) {
            m_problems.push_back("6.2.3: no profile");
            return;
        }
        const std::string icc = bytesOfStream(profile);
        const auto byte = [&](std::size_t at) {
            return std::size_t{static_cast<unsigned char>(icc[at])};
        };
        const bool whole = icc.size() > kIccHeader &&
                           (byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)) == icc.size() &&
                           icc.substr(36, 4) == "acsp";
        require(whole && byte(8) <= 4 && icc.substr(16, 4) == "RGB " &&
                    (icc.substr(12, 4) == "mntr" || icc.substr(12, 4) == "prtr"),
                "6.2.3: the profile is no RGB profile of a display or printer");
        Handle colours = profile.getDict().getKey("/N");
        require(colours.isInteger() && colours.getIntValue() == 3, "6.2.3: /N is not 3");
    }

    void checkPage(Handle page) {
        keysAmong("page", page, {"/Type", "/Parent", "/Resources", "/MediaBox", "/Contents"});
        Handle box = page.getKey("/MediaBox");
        bool fits = box.isArray() && box.getArrayNItems() == 4;
        for (int i = 0; fits && i < 4; ++i) {
            Handle side = box.getArrayItem(i);
            fits = side.isNumber() &&
                   (i < 2 ? side.getNumericValue() == 0
                          : side.getNumericValue() >= 3 && side.getNumericValue() <= 14400);
        }
        require(fits, "6.1.13: the size of a page");
        Handle resources = page.getKey("/Resources");
        keysAmong("resources", resources, {"/XObject", "/Font"});
        Handle objects = resources.getKey("/XObject");
        keysAmong("objects", objects, {"/I"});
        checkImage(objects.getKey("/I"));
        Handle fonts = resources.getKey("/Font");
        keysAmong("fonts", fonts, {"/F"});
        checkFont(fonts.getKey("/F"));
        const PageContent content = readContent(page);
        m_problems.insert(m_problems.end(), content.problems.begin(), content.problems.end());
    }

    // 6.2.8; device colours are allowed because of the output intent (6.2.4.3).
    void checkImage(Handle image) {
        if (!image.isStream()) {
            m_problems.push_back("a page without an image");
            return;
        }
        Handle facts = image.getDict();
        keysAmong("image", facts,
                  {"/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace",
                   "/Decode", "/Filter", "/DecodeParms", "/Length"});
        require(nameIn(facts, "/Subtype") == "/Image", "6.2.9: no image");
        const std::string colours = nameIn(facts, "/ColorSpace");
        require(colours == "/DeviceRGB" || colours == "/DeviceGray", "6.2.4: colour space");
        Handle bits = facts.getKey("/BitsPerComponent");
        const long long depth = bits.isInteger() ? bits.getIntValue() : 0;
        require(depth == 1 || depth == 8 || (depth == 16 && m_part == 2),
                "6.2.8: bits a component");
        const std::string filter = nameIn(facts, "/Filter");
        require(filter == "/FlateDecode" || (filter == "/DCTDecode" && depth == 8),
                "6.1.7.2: the image's filter");
    }

    // 6.2.11: embedded, and every code leads to a glyph and to a character.
    void checkFont(Handle font) {
        keysAmong(
            "font", font,
            {"/Type", "/Subtype", "/BaseFont", "/Encoding", "/DescendantFonts", "/ToUnicode"});
        if (!font.isDictionary()) {
            return;
        }
        require(nameIn(font, "/Subtype") == "/Type0" && nameIn(font, "/Encoding") == "/Identity-H",
                "6.2.11.3: the font's encoding");
        require(font.getKey("/ToUnicode").isStream(), "6.2.11.7: no map to Unicode");
        Handle parts = font.getKey("/DescendantFonts");
        if (!parts.isArray() || parts.getArrayNItems() != 1 ||
            !parts.getArrayItem(0).isDictionary()) {
            m_problems.push_back("6.2.11.3: no one descendant font");
            return;
        }
        Handle drawn = parts.getArrayItem(0);
        require(nameIn(drawn, "/Subtype") == "/CIDFontType2", "6.2.11.2: kind of font");
        Handle glyphs = drawn.getKey("/CIDToGIDMap");
        require(glyphs.isStream() && bytesOfStream(glyphs).size() == kGlyphMapBytes,
                "6.2.11.3.2: the map to glyphs");
        Handle descriptor = drawn.getKey("/FontDescriptor");
        Handle file = descriptor.isDictionary() ? descriptor.getKey("/FontFile2") : Handle();
        if (!file.isInitialized() || !file.isStream()) {
            m_problems.push_back("6.2.11.4.1: the font is not embedded");
            return;
        }
        const std::string program = bytesOfStream(file);
        Handle length = file.getDict().getKey("/Length1");
        require(length.isInteger() &&
                    length.getIntValue() == static_cast<long long>(program.size()) &&
                    program.starts_with(std::string("\0\1\0\0", 4)),
                "6.2.11.4.1: the embedded font");
    }

    // 6.1.7: nothing lies outside of the file, and only these two filters.
    void checkStream(Handle object) {
        if (!object.isStream()) {
            return;
        }
        Handle facts = object.getDict();
        for (const char* key : {"/F", "/FFilter", "/FDecodeParms"}) {
            require(!facts.hasKey(key), std::string("6.1.7.1: a stream has ") + key);
        }
        const std::string filter = nameIn(facts, "/Filter");
        require(!facts.hasKey("/Filter") || filter == "/FlateDecode" || filter == "/DCTDecode",
                "6.1.7.2: a filter that is not ours");
    }

    QPDF& m_pdf;
    int m_part;
    std::vector<std::string> m_problems;
};

std::string endOf(std::ifstream& file, std::int64_t bytes) {
    std::string tail(static_cast<std::size_t>(bytes), '\0');
    file.clear();
    file.seekg(-bytes, std::ios::end);
    file.read(tail.data(), bytes);
    return file.good() ? tail : std::string();
}

// 6.1.2, 6.1.3: what is not seen through a reader that forgives.
void checkEnds(const std::filesystem::path& path, int part, std::vector<std::string>& problems) {
    std::ifstream file(path, std::ios::binary);
    std::string head(15, '\0');
    file.read(head.data(), std::ssize(head));
    bool good = file.good() && head.starts_with(part == 1 ? "%PDF-1.4\n%" : "%PDF-1.7\n%") &&
                head[14] == '\n';
    for (std::size_t i = 10; i < 14; ++i) {
        good = good && static_cast<unsigned char>(head[i]) > 127;
    }
    if (!good) {
        problems.push_back("6.1.2: the file's beginning");
    }
    // Behind the one table of places stands one end, and nothing else: no later version, nothing
    // that hangs on.
    const std::string tail = endOf(file, kTailBytes);
    const std::size_t word = tail.rfind("startxref\n");
    std::int64_t at = -1;
    if (word != tail.npos) {
        std::from_chars(tail.data() + word + 10, tail.data() + tail.size(), at);
    }
    file.clear();
    file.seekg(0, std::ios::end);
    const std::int64_t rest = file.tellg() - std::streamoff(at);
    const std::string last = at > 0 && rest > 0 && rest < kMostTableBytes ? endOf(file, rest) : "";
    if (!last.starts_with("xref\n") || last.find("%%EOF") + 6 != last.size() ||
        last.back() != '\n') {
        problems.push_back("6.1.3: the file's end");
    }
}

} // namespace

std::vector<std::string> checkPdfA(const std::filesystem::path& file, int part) {
    std::vector<std::string> problems;
    checkEnds(file, part, problems);
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.setAttemptRecovery(false);
        pdf.processFile(file.c_str());
        const std::vector<std::string> inside = PdfaCheck(pdf, part).all();
        problems.insert(problems.end(), inside.begin(), inside.end());
    } catch (const std::exception& error) {
        problems.push_back(std::string("6.1: no PDF that can be read: ") + error.what());
    }
    return problems;
}

} // namespace seihon::documents
