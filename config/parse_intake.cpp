#include "config/parse_intake.h"

namespace seihon::config {

regulation::IntakeRules readIntakeRules(TableReader reader) {
    regulation::IntakeRules rules;
    rules.coverNamesPatient = reader.flag("cover_names_patient");
    rules.secondPersonIfDiffers = reader.flag("second_person_if_patient_differs");
    rules.downtimeDeclaredAfter =
        std::chrono::minutes(reader.integer("downtime_after_minutes", {0, 1440}));
    reader.finish();
    return rules;
}

} // namespace seihon::config
