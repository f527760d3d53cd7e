#pragma once

#include "record/enum_names.h"

#include <string>

namespace seihon::documents {

// What became of a document on its way to another system. Sent and confirmed are different: it said
// "taken", and it was asked and holds the same bytes.
enum class DeliveryEnd { Sent, Confirmed, Refused, Unreachable };

struct DeliveryOutcome {
    DeliveryEnd end = DeliveryEnd::Unreachable;
    std::string words;  // exactly what the other side said, or why it could not be asked
    bool begun = false; // Unreachable: bytes of the document have left all the same
};

} // namespace seihon::documents

namespace seihon::record {

template <>
struct EnumNames<documents::DeliveryEnd> {
    static constexpr std::array table =
        std::to_array<std::pair<documents::DeliveryEnd, std::string_view>>({
            {documents::DeliveryEnd::Sent, "sent"},
            {documents::DeliveryEnd::Confirmed, "confirmed"},
            {documents::DeliveryEnd::Refused, "refused"},
            {documents::DeliveryEnd::Unreachable, "unreachable"},
        });
};

} // namespace seihon::record
