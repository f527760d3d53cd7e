#pragma once

// Private to dicom: elements of a data set.

#include "dicom/document.h"

// DCMTK wants its configuration first.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <string>
#include <vector>

namespace seihon::dicom {

// Faults: Internal, naming the element.
void requireGood(const OFCondition& condition, const std::string& what);

// Puts elements into one data set, and keeps what its texts could not say.
class Elements {
  public:
    Elements(DcmItem& item, const WriteOptions& options, std::vector<TextTrouble>& troubles)
        : m_item(item), m_options(options), m_troubles(troubles) {}

    // As it stands: codes, numbers, UIDs. An empty value is written empty.
    void put(const DcmTagKey& tag, const std::string& value);
    void putNumber(const DcmTagKey& tag, unsigned value); // US
    void putIfKnown(const DcmTagKey& tag, const std::string& value);
    // Text of people, in the character set of the object; of a name all three groups.
    void putText(const DcmTagKey& tag, const std::string& text, TextKind kind);
    void putTextIfKnown(const DcmTagKey& tag, const std::string& text, TextKind kind);
    void putName(const DcmTagKey& tag, const PersonName& name);
    void putDate(const DcmTagKey& tag, const std::optional<record::Instant>& local);
    void putTime(const DcmTagKey& tag, const std::optional<record::Instant>& local);
    void putCode(const DcmTagKey& sequence, const std::string& value, const std::string& meaning);
    // The only item of a sequence.
    Elements inside(const DcmTagKey& sequence);
    DcmItem& item() { return m_item; }

  private:
    DcmItem& m_item;
    const WriteOptions& m_options;
    std::vector<TextTrouble>& m_troubles;
};

// Decimal String (PS3.5 §6.2) of millionths, without zeros at the end: 84667 is "0.084667".
std::string decimalOfMillionths(std::int64_t millionths);

} // namespace seihon::dicom
