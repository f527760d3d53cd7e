#include "imaging/pdf/pdf_signatures.h"

#include "imaging/pdf/shown_content.h"
#include "record/clean_text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

namespace seihon::imaging::pdf {

using record::LaterShown;
using record::PdfReading;
using record::PdfSignature;
using record::PdfState;

namespace {

constexpr std::size_t kMaxFields = 20'000;
constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kHeaderWithin = 1024; // ISO 32000-1, implementation note 13
constexpr std::size_t kMaxMaterialBytes = 1u << 20;

struct TooMuch : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void open(QPDF& pdf, record::Bytes file) {
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    pdf.processMemoryFile("document", reinterpret_cast<const char*>(file.data()), file.size());
}

std::string shortName(const std::string& name) {
    return record::cleanText(name.substr(0, kMaxName));
}

int hexDigit(std::uint8_t c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const int letter = (c | 0x20) - 'a';
    return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

// Is file[from, until) the hexadecimal string that says `contents`, and nothing else? Anything
// beside it would be a place for content that nobody signed.
bool isHexOf(record::Bytes file, std::size_t from, std::size_t until, const std::string& contents) {
    if (until - from != 2 * contents.size() + 2 || file[from] != '<' || file[until - 1] != '>') {
        return false;
    }
    for (std::size_t i = 0; i < contents.size(); ++i) {
        const int high = hexDigit(file[from + 1 + 2 * i]);
        const int low = hexDigit(file[from + 2 + 2 * i]);
        if (high < 0 || low < 0 ||
            static_cast<std::uint8_t>(contents[i]) != static_cast<std::uint8_t>(high * 16 + low)) {
            return false;
        }
    }
    return true;
}

class Reader {
  public:
    Reader(QPDF& pdf, record::Bytes file, PdfReading& reading)
        : m_pdf(pdf), m_file(file), m_reading(reading) {}

    void read() {
        m_reading.pages = static_cast<std::int64_t>(m_pdf.getAllPages().size());
        QPDFObjectHandle form = m_pdf.getRoot().getKey("/AcroForm");
        if (form.isDictionary()) {
            readFields(form.getKey("/Fields"), "", false, 0);
        }
        readMaterial();
        for (PdfSignature& signature : m_reading.signatures) {
            compareRevision(signature);
        }
        m_reading.repaired = m_pdf.anyWarnings();
    }

  private:
    void readFields(QPDFObjectHandle list, const std::string& above, bool isSignature, int depth) {
        if (!list.isArray()) {
            return;
        }
        if (depth > kMaxDepth) {
            throw TooMuch("fields nested too deep");
        }
        for (int i = 0; i < list.getArrayNItems(); ++i) {
            QPDFObjectHandle field = list.getArrayItem(i);
            if (++m_fields > kMaxFields) {
                throw TooMuch("too many fields");
            }
            const bool again = field.isIndirect() && !m_seen.insert(field.getObjGen()).second;
            if (!field.isDictionary() || again) {
                continue;
            }
            std::string name = above;
            if (QPDFObjectHandle part = field.getKey("/T"); part.isString()) {
                name += (name.empty() ? "" : ".") + part.getUTF8Value().substr(0, kMaxName);
            }
            QPDFObjectHandle kind = field.getKey("/FT");
            const bool signs = kind.isName() ? kind.getName() == "/Sig" : isSignature;
            if (signs) {
                readValue(field.getKey("/V"), name);
            }
            readFields(field.getKey("/Kids"), name, signs, depth + 1);
        }
    }

    void readValue(QPDFObjectHandle value, const std::string& name) {
        const bool again = value.isIndirect() && !m_values.insert(value.getObjGen()).second;
        if (!value.isDictionary() || again) {
            return;
        }
        if (m_reading.signatures.size() == record::kMaxPdfSignatures) {
            throw TooMuch("too many signatures");
        }
        PdfSignature signature;
        signature.field = shortName(name);
        if (QPDFObjectHandle filter = value.getKey("/SubFilter"); filter.isName()) {
            signature.subFilter = shortName(filter.getName().substr(1));
        }
        QPDFObjectHandle range = value.getKey("/ByteRange");
        for (int i = 0; range.isArray() && i < std::min(range.getArrayNItems(), 8); ++i) {
            QPDFObjectHandle number = range.getArrayItem(i);
            constexpr long long kLimit = 1ll << 40;
            signature.byteRange.push_back(
                number.isInteger() ? std::clamp(number.getIntValue(), -1ll, kLimit) : -1);
        }
        signature.holeIsContents = holeIsContents(signature, value.getKey("/Contents"));
        m_reading.signatures.push_back(std::move(signature));
    }

    std::optional<std::size_t> endOf(const PdfSignature& signature) const {
        const auto& range = signature.byteRange;
        const auto size = static_cast<std::int64_t>(m_file.size());
        if (range.size() != 4 || range[0] != 0 || range[1] < 0 || range[2] < range[1] + 2 ||
            range[3] < 0 || range[2] > size || range[3] > size - range[2]) {
            return std::nullopt;
        }
        return static_cast<std::size_t>(range[2] + range[3]);
    }

    bool holeIsContents(const PdfSignature& signature, QPDFObjectHandle contents) const {
        return endOf(signature) && contents.isString() &&
               isHexOf(m_file, static_cast<std::size_t>(signature.byteRange[1]),
                       static_cast<std::size_t>(signature.byteRange[2]), contents.getStringValue());
    }

    // What the signed revision showed, beside what is shown now.
    void compareRevision(PdfSignature& signature) {
        const auto end = endOf(signature);
        if (!end) {
            signature.later = LaterShown::Unknown;
            return;
        }
        if (*end == m_file.size()) {
            return;
        }
        try {
            if (!m_now) {
                m_now = shownContentOf(m_pdf);
            }
            QPDF revision;
            open(revision, m_file.first(*end));
            const ShownContent then = shownContentOf(revision);
            const bool same = then.pages == m_now->pages && !revision.anyWarnings();
            signature.later = !same                                  ? LaterShown::Changed
                              : then.signatures == m_now->signatures ? LaterShown::Same
                                                                     : LaterShown::SignaturesAdded;
        } catch (const std::runtime_error&) { // QPDFExc too: what was signed was no document
            signature.later = LaterShown::Unknown;
        }
    }

    // The document's security store (ISO 32000-2 §12.8.4.3): certificates and lists that came with
    // it. None of them is believed for standing there.
    void readMaterial() {
        QPDFObjectHandle store = m_pdf.getRoot().getKey("/DSS");
        if (store.isDictionary()) {
            takeStreams(store.getKey("/Certs"), m_reading.certificates);
            takeStreams(store.getKey("/CRLs"), m_reading.lists);
        }
    }

    void takeStreams(QPDFObjectHandle list, std::vector<std::vector<std::uint8_t>>& into) {
        for (int i = 0; list.isArray() && i < list.getArrayNItems(); ++i) {
            QPDFObjectHandle stream = list.getArrayItem(i);
            if (into.size() == record::kMaxPdfMaterial) {
                return;
            }
            if (!stream.isStream()) {
                continue;
            }
            const auto data = stream.getStreamData(qpdf_dl_generalized);
            m_materialBytes += data->getSize();
            if (m_materialBytes > kMaxMaterialBytes) {
                return;
            }
            into.emplace_back(data->getBuffer(), data->getBuffer() + data->getSize());
        }
    }

    QPDF& m_pdf;
    record::Bytes m_file;
    PdfReading& m_reading;
    std::set<QPDFObjGen> m_seen, m_values;
    std::size_t m_fields = 0;
    std::size_t m_materialBytes = 0;
    std::optional<ShownContent> m_now;
};

PdfReading unread(PdfState state, const std::string& why) {
    PdfReading reading;
    reading.state = state;
    reading.failure = shortName(why);
    return reading;
}

bool hasHeader(record::Bytes file) {
    constexpr std::string_view kHeader = "%PDF-";
    const record::Bytes head = file.first(std::min(file.size(), kHeaderWithin));
    return std::search(head.begin(), head.end(), kHeader.begin(), kHeader.end()) != head.end();
}

} // namespace

PdfReading readSignatures(record::Bytes file) {
    if (!hasHeader(file)) {
        return unread(PdfState::NotPdf, "no PDF header");
    }
    PdfReading reading;
    try {
        QPDF pdf;
        open(pdf, file);
        if (pdf.isEncrypted()) {
            return unread(PdfState::Encrypted, "encrypted");
        }
        Reader(pdf, file, reading).read();
        reading.state = PdfState::Readable;
        return reading;
    } catch (const TooMuch& much) {
        return unread(PdfState::TooMuch, much.what());
    } catch (const QPDFExc& error) {
        return unread(error.getErrorCode() == qpdf_e_password ? PdfState::Encrypted
                                                              : PdfState::Damaged,
                      error.getMessageDetail());
    } catch (const std::exception& error) {
        return unread(PdfState::Damaged, error.what());
    }
}

} // namespace seihon::imaging::pdf
