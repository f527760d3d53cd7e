#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace seihon::support {

// A small PDF that grows by incremental updates, as one that is signed does (ISO 32000-1 §7.5.6,
// §12.8), written by hand so that every defect can be made.
class SignedPdf {
  public:
    // CMS or token over what the signature covers.
    using Sign = std::function<std::vector<std::uint8_t>(const std::string& covered)>;

    // One page that says `text`.
    explicit SignedPdf(const std::string& text);

    // Object 4 is the page's content, object 20 and up are free.
    SignedPdf& update(const std::vector<std::pair<int, std::string>>& objects);
    SignedPdf& showing(const std::string& text); // an update of object 4
    SignedPdf& sign(const std::string& field, const Sign& sign,
                    const std::string& subFilter = "ETSI.CAdES.detached",
                    std::size_t reserve = 12'000);

    std::string bytes;

  private:
    void add(const std::vector<std::pair<int, std::string>>& objects);
    void putSignature(const Sign& sign);

    std::vector<std::string> m_fields; // names
    int m_size = 0;                    // one more than the highest object number
};

std::string pageContent(const std::string& text);
// Replaces the only occurrence, by as many bytes.
void overwrite(std::string& bytes, const std::string& from, const std::string& to);

} // namespace seihon::support
