#include "station-ui/next_step.h"

#include <algorithm>
#include <array>

namespace seihon::station_ui {

namespace {

using record::FindingId;

struct StepRow {
    std::array<FindingId, 6> ids; // unused places repeat the first
    const char* japanese;
    const char* english;
};

constexpr auto kSteps = std::to_array<StepRow>({
    {{FindingId::ObjectOnPage, FindingId::ObjectOnPage, FindingId::ObjectOnPage,
      FindingId::ObjectOnPage, FindingId::ObjectOnPage, FindingId::ObjectOnPage},
     "付箋などを外して読み直してください。印刷であれば「用紙のとおり」に理由を書いてください。",
     "Take the note off and scan this sheet again. If it is print, say “as on paper” with the "
     "reason."},
    {{FindingId::SheetOverlap, FindingId::DoubleFeedReported, FindingId::SheetOverlap,
      FindingId::SheetOverlap, FindingId::SheetOverlap, FindingId::SheetOverlap},
     "用紙をさばいて離し、この用紙を読み直してください。",
     "Fan the paper, separate the sheets and scan this sheet again."},
    {{FindingId::PageTruncated, FindingId::SheetClipped, FindingId::ContentAtEdge,
      FindingId::Skewed, FindingId::CornerFolded, FindingId::PageTooLong},
     "用紙の折れと曲がりを直し、ガイドに合わせて読み直してください。",
     "Straighten the paper, set the guides to it and scan it again."},
    {{FindingId::Blurred, FindingId::ResolutionBelowRequired, FindingId::JpegHistory,
      FindingId::NotMeasured, FindingId::Blurred, FindingId::Blurred},
     "この用紙を読み直してください。続くときは管理者に知らせてください。",
     "Scan this sheet again; tell the administrator if it goes on."},
    {{FindingId::LooksBlank, FindingId::LooksBlank, FindingId::LooksBlank, FindingId::LooksBlank,
      FindingId::LooksBlank, FindingId::LooksBlank},
     "用紙のこの面を見て、白紙なら「白紙です」を押してください。",
     "Look at this side of the paper; if it is blank, say so."},
    {{FindingId::Streak, FindingId::Streak, FindingId::Streak, FindingId::Streak, FindingId::Streak,
      FindingId::Streak},
     "読み取りガラスを拭き、読み直してください。",
     "Clean the scanner's glass and scan again."},
    {{FindingId::PageOfOtherPatient, FindingId::PageOfOtherPatient, FindingId::PageOfOtherPatient,
      FindingId::PageOfOtherPatient, FindingId::PageOfOtherPatient, FindingId::PageOfOtherPatient},
     "紙の氏名を見てください。この患者のものでなければ「この用紙を外す」を押してください。",
     "Look at the name on the paper; if it is not this patient's, set the sheet aside."},
    {{FindingId::DuplicatePage, FindingId::DuplicatePage, FindingId::DuplicatePage,
      FindingId::DuplicatePage, FindingId::DuplicatePage, FindingId::DuplicatePage},
     "二度読み取った用紙なら「この用紙を外す」を押してください。",
     "If the sheet was fed twice, set it aside."},
    {{FindingId::PageNumberGap, FindingId::PageNumberOrder, FindingId::PageNumberGap,
      FindingId::PageNumberGap, FindingId::PageNumberGap, FindingId::PageNumberGap},
     "抜けた用紙があれば、その位置に一枚入れてください。",
     "If a sheet is missing, insert it at its place."},
    {{FindingId::PaperToneClipped, FindingId::Underexposed, FindingId::Overexposed,
      FindingId::ColourCast, FindingId::Shadow, FindingId::PaperToneClipped},
     "用紙と見比べ、違えば読み直してください。紙がそうなら「用紙のとおり」です。",
     "Compare it with the paper; scan again where it differs. If the paper is like that, say “as "
     "on "
     "paper”."},
});

} // namespace

QString nextStepFor(FindingId id, record::Language language) {
    for (const StepRow& row : kSteps) {
        if (std::find(row.ids.begin(), row.ids.end(), id) != row.ids.end()) {
            return QString::fromUtf8(language == record::Language::Japanese ? row.japanese
                                                                            : row.english);
        }
    }
    return QString::fromUtf8(language == record::Language::Japanese
                                 ? "用紙と見比べ、必要なら読み直してください。"
                                 : "Compare it with the paper; scan it again if it differs.");
}

} // namespace seihon::station_ui
