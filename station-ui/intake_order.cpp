// The order of paper that is about to be registered: it may be picked here already, where the
// hospital has a worklist. Without one nothing of it is on the page.
#include "station-ui/intake_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace seihon::station_ui {

OrderCard* IntakePage::makeOrderCard() {
    const auto pick = [this](const station::WorklistRow& row, const std::string& reason) {
        m_ordered = row;
        m_orderReason = reason;
        m_orderedFor = patient();
        m_order->placeChanged();
        m_class->setFocus(); // on with the paper
    };
    const auto drop = [this] {
        m_ordered.reset();
        m_order->placeChanged();
        m_order->button()->setFocus();
    };
    return new OrderCard(
        state(), {[this] { return orderPlace(); }, pick, drop},
        {"intakeOrder", OrderWord::OrderNow, OrderWord::PickNow, OrderWord::DropNow});
}

record::Patient IntakePage::patient() const {
    return {m_id->text().trimmed().toStdString(), m_name->text().trimmed().toStdString()};
}

OrderPlace IntakePage::orderPlace() const {
    OrderPlace place;
    place.offered = m_worklist && state().may(regulation::Authority::IdentifyPatient) &&
                    !m_unknown->isChecked() && !isPreparing() && !isIdentifying();
    place.mayPick = place.offered && patientGiven();
    place.patient = patient();
    if (m_ordered) {
        place.picked = m_ordered->order.accession;
    }
    return place;
}

// Anew each time that the page comes: settings may have been changed.
void IntakePage::lookForWorklist() {
    state().thread().look(
        this, [](Desk& desk) { return station::Worklist(*desk.station).isSetUp(); },
        [this](bool there) {
            m_worklist = there;
            followOrder();
        });
}

void IntakePage::followOrder() {
    if (m_ordered && (patient() != m_orderedFor || !orderPlace().offered)) {
        m_ordered.reset();
    }
    m_order->placeChanged();
}

} // namespace seihon::station_ui
