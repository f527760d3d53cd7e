#pragma once

#include "record/act.h"
#include "record/demographics.h"
#include "record/original.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::record {

struct Entry;

// One order as a worklist (DICOM PS3.4 K.6) tells it, decoded; what it does not say is empty.
struct Order {
    struct Patient {
        std::string id, issuer;
        std::string alphabetic, ideographic, phonetic; // the groups of the name
        std::string birthDate, sex;                    // "1950-01-31"; M, F or O
        friend bool operator==(const Patient&, const Patient&) = default;
    };
    Patient patient;
    std::string study, accession;
    std::string procedureId, procedure; // Requested Procedure ID, Description
    std::string stepId, step, modality; // of the scheduled procedure step
    std::string date, time;             // it starts
    std::string referringPhysician;     // groups of the name parted by =
    std::string characterSet;           // as it came: (0008,0005)
    friend bool operator==(const Order&, const Order&) = default;
};

Json toJson(const Order& order);
Order orderFromJson(const Json& json);

// In what the order's patient differs from the one that is known here.
enum class OrderDifference { PatientId, Name, BirthDate };

template <>
struct EnumNames<OrderDifference> {
    static constexpr std::array<std::pair<OrderDifference, std::string_view>, 3> table{
        {{OrderDifference::PatientId, "patient id"},
         {OrderDifference::Name, "name"},
         {OrderDifference::BirthDate, "birth date"}}};
};

// A name for comparing: without ^ and spaces of any width.
std::string withoutGaps(std::string name);

// `typed` by a person; `known`: what the patient index says, where there is one. Gaps in names (^
// and spaces of any width) are forgiven, and nothing else. What is not known here cannot differ.
std::vector<OrderDifference> differencesOf(const Order& order, const Patient& typed,
                                           const std::optional<Demographics>& known);

// What the order leaves unsaid or says in a way that could not go on to an archive; empty when
// nothing does: "study" where it names none, "patient name" where it is longer than a name may be
// (PS3.5 6.2). Nothing is cut and nothing is made up.
std::string unusableIn(const Order& order);

// The order of a job, with what was known before it beside it: neither takes the other's place.
// Without its private facts, which may be destroyed by law, the study alone is left.
struct PickedOrder {
    Order order;
    Patient typed;
    std::optional<Demographics> known;
    std::vector<OrderDifference> differs; // and a person says that it is the same patient:
    std::string reason;
    Act act;
};

// Facts of OrderPicked: the study is public, as deliveries name it; all else tells of a patient.
Json publicFactsOf(const PickedOrder& picked);
Json privateFactsOf(const PickedOrder& picked);
// The public ones. Faults: Malformed.
std::vector<OrderDifference> orderDifferencesIn(const Json& facts);
// None: the order was taken back.
std::optional<PickedOrder> pickedOrderFrom(const Entry& entry);
// All of it, for the record.
Json toJson(const PickedOrder& picked);

} // namespace seihon::record
