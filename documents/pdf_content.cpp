#include "documents/pdf_content.h"

#include <set>

namespace seihon::documents {

namespace {

using Handle = QPDFObjectHandle;

constexpr std::size_t kMostStringBytes = 32767; // ISO 19005-2 6.1.13
constexpr int kDeepest = 28;
constexpr std::size_t kMostOperands = 6;

// The operators that our pages have.
const std::set<std::string> kKnownOperators{"q",  "Q",  "cm", "Do", "BT", "ET", "Tf",
                                            "Tr", "Tz", "Tm", "Tj", "m",  "l",  "c",
                                            "h",  "f",  "S",  "g",  "G",  "w"};

class ContentReader : public Handle::ParserCallbacks {
  public:
    void handleObject(Handle object, std::size_t, std::size_t) override {
        if (!object.isOperator()) {
            if (m_operands.size() == kMostOperands) {
                problem("too many operands");
                m_operands.clear();
            }
            if (object.isString() && object.getStringValue().size() > kMostStringBytes) {
                problem("6.1.13: a string is too long");
            }
            m_operands.push_back(object);
            return;
        }
        take(object.getOperatorValue());
        m_operands.clear();
    }
    void handleEOF() override {
        if (m_depth != 0 || !m_operands.empty()) {
            problem("6.2.2: the page's content ends in the middle");
        }
    }

    PageContent content;

  private:
    void problem(const std::string& what) { content.problems.push_back(what); }

    void take(const std::string& name) {
        if (kKnownOperators.count(name) == 0) {
            problem("6.2.2: operator " + name);
        } else if (name == "q") {
            if (++m_depth > kDeepest) {
                problem("6.1.13: states nest too deeply");
            }
        } else if (name == "Q") {
            if (--m_depth < 0) {
                problem("6.2.2: a state that was not saved");
            }
        } else if (name == "cm") {
            takeMatrix();
        } else if (name == "Do") {
            ++content.images;
        } else if (name == "Tr") {
            m_hidden = m_operands.size() == 1 && m_operands[0].isInteger() &&
                       m_operands[0].getIntValue() == 3;
        } else if (name == "Tj" && !m_hidden) {
            content.shownText = true; // the font has no shapes: it would show nothing
            problem("text that should be seen");
        }
    }

    void takeMatrix() {
        bool numbers = m_operands.size() == content.image.size();
        for (std::size_t i = 0; numbers && i < content.image.size(); ++i) {
            numbers = m_operands[i].isNumber();
            content.image[i] = numbers ? m_operands[i].getNumericValue() : 0;
        }
        if (!numbers || m_placed) {
            problem("an image is placed in another way than ours");
        }
        m_placed = true;
    }

    std::vector<Handle> m_operands;
    int m_depth = 0;
    bool m_hidden = false;
    bool m_placed = false;
};

} // namespace

PageContent readContent(QPDFObjectHandle page) {
    ContentReader reader;
    try {
        Handle::parseContentStream(page.getKey("/Contents"), &reader);
    } catch (const std::exception& error) {
        reader.content.problems.push_back(std::string("6.2.2: ") + error.what());
    }
    return std::move(reader.content);
}

} // namespace seihon::documents
