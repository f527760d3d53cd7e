#include "config/parse_intake.h"

namespace seihon::config {

regulation::IntakeRules readIntakeRules(TableReader reader) {
    regulation::IntakeRules rules;
    rules.coverNamesPatient = reader.flag("cover_names_patient");
    rules.secondPersonIfDiffers = reader.flag("second_person_if_patient_differs");
    reader.finish();
    return rules;
}

} // namespace seihon::config
