#include "report/ink.h"
#include "report/sample_sheets.h"

namespace seihon::report {

namespace {

constexpr double kLeft = 18, kRight = 192, kLabel = 30;

TextStyle label(double points = 9) {
    return {Font::Gothic, points, kToner, false, Align::Centre};
}

TextStyle body(double points = 10) {
    return {Font::Mincho, points, kToner};
}

// A row of the form: a label cell and a wide cell with words.
void row(Canvas& canvas, const Box& box, const std::string& name, const std::string& words) {
    const double top = box.y, height = box.h;
    canvas.frame(box, 0.25, kToner);
    canvas.line({kLeft + kLabel, top}, {kLeft + kLabel, top + height}, 0.25, kToner);
    const double tall = canvas.measure(name, label()).height;
    canvas.text({kLeft + kLabel / 2, top + (height - tall) / 2}, name, label());
    TextStyle style = body();
    style.width = kRight - kLeft - kLabel - 6;
    // A tall cell is set wider, as far as its words allow.
    style.lineSpacing = height > 40 ? 1.45 : 1.14;
    canvas.text({kLeft + kLabel + 3, top + 2}, words, style);
}

void head(Canvas& canvas, const SampleCase& c) {
    canvas.text({105, 15}, "診療情報提供書",
                {Font::Mincho, 21, kToner, true, Align::Centre, 0, 1, 7});
    canvas.line({66, 25.2}, {144, 25.2}, 0.5, kToner);
    canvas.line({66, 26.0}, {144, 26.0}, 0.18, kToner);
    canvas.text({kRight, 30}, eraDate(c.written),
                {Font::Mincho, 10.5, kToner, false, Align::Right});
    canvas.text({kLeft, 36}, "紹介先医療機関等名", body(8.5));
    canvas.text({kLeft + 3, 41}, c.toHouse + "　" + c.toDepartment, body(13));
    canvas.text({kLeft + 3, 48.5}, c.toDoctor, body(13));
    canvas.line({kLeft, 55.6}, {kLeft + 92, 55.6}, 0.25, kToner);
}

void sender(Canvas& canvas, const SampleCase& c, Dice& dice) {
    const double left = 112;
    canvas.text({left, 60}, "紹介元医療機関の所在地及び名称", body(8.5));
    canvas.text({left, 64.8}, c.fromAddress, body(9));
    TextStyle house = body(10.5);
    house.width = kRight - left + 3;
    house.lines = 1;
    canvas.text({left, 69.3}, c.fromHouse, house);
    canvas.text({left, 74.6}, c.fromTelephone, body(8));
    canvas.text({left, 81}, "医師氏名", body(9));
    handwriting(canvas, dice, {left + 18, 79.6}, c.fromDoctor, {15.5, kBlueBlack, 1.2, 0.07, 0.04});
    canvas.text({186, 81.2}, "㊞", body(10));
    canvas.line({left, 87.2}, {kRight, 87.2}, 0.2, kToner);
    squareSeal(canvas, dice, {182, 69.5}, c.houseSeal);
    roundSeal(canvas, dice, {187.4, 83.2}, c.doctorSeal);
}

void patientBox(Canvas& canvas, const SampleCase& c, Dice& dice) {
    const double top = 91, middle = top + 15, bottom = top + 31;
    canvas.fill({kLeft, top, kLabel, bottom - top}, {0.93, 0.93, 0.93});
    canvas.frame({kLeft, top, kRight - kLeft, bottom - top}, 0.5, kToner);
    canvas.line({kLeft + kLabel, top}, {kLeft + kLabel, bottom}, 0.25, kToner);
    canvas.line({kLeft + kLabel, middle}, {kRight, middle}, 0.25, kToner);
    for (const double x : {kLeft + 98, kLeft + 120}) {
        canvas.line({x, top}, {x, middle}, 0.25, kToner);
    }
    canvas.text({kLeft + kLabel / 2, top + 13}, "患　者", label(10));
    canvas.text({kLeft + kLabel + 3, top + 1.8}, "ふりがな　" + c.patientKana, body(7.5));
    canvas.text({kLeft + kLabel + 3, top + 6.4}, c.patientName + "　様", body(14));
    canvas.text({kLeft + 109, top + 1.8}, "性別", label(7.5));
    canvas.text({kLeft + 109, top + 7}, "男 ・ 女",
                {Font::Mincho, 11, kToner, false, Align::Centre});
    // The right sex is circled by hand.
    const double sexX = kLeft + 109 + (c.sex == "男" ? -5.6 : 5.6);
    canvas.turned({sexX, top + 9.4}, dice.between(-12, 12), [&] {
        canvas.ellipse({sexX - 3, top + 6.5, 6, 5.6}, 0.35, kBlueBlack);
    });
    canvas.text({kLeft + 123, top + 1.8}, "生年月日", body(7.5));
    canvas.text({kLeft + 123, top + 7}, c.birthDate + "生（" + c.age + "歳）", body(10));
    canvas.text({kLeft + kLabel + 3, middle + 2.2}, "住　所　" + c.address, body(10));
    canvas.text({kLeft + kLabel + 3, middle + 9}, "電　話　" + c.telephone, body(10));
    canvas.text({kLeft + 98, middle + 9}, "職　業　" + c.job, body(10));
    canvas.text({kLeft + 132, middle + 9}, "ID " + c.patientId, body(10));
}

void foot(Canvas& canvas) {
    TextStyle style = body(7);
    style.width = kRight - kLeft;
    canvas.text({kLeft, 275.4},
                "備考　1．必要がある場合は続紙に記載して添付すること。　2．必要がある場合は画像診断"
                "のフィルム、検査の記録を添付すること。"
                "　3．紹介先が保険医療機関以外である場合は、紹介先医療機関等名の欄に紹介先保険薬局"
                "、市町村、"
                "保健所名等を記入し、かつ、患者住所及び電話番号を必ず記入すること。",
                style);
}

} // namespace

void drawLetterForm(Canvas& canvas, const SampleCase& c, const SheetSpec& spec) {
    Dice dice(spec.seed ^ 0x466F726Du);
    head(canvas, c);
    sender(canvas, c, dice);
    patientBox(canvas, c, dice);
    row(canvas, {kLeft, 125, kRight - kLeft, 15}, "傷病名", c.diagnosis);
    row(canvas, {kLeft, 140, kRight - kLeft, 10}, "紹介目的", c.purpose);
    row(canvas, {kLeft, 150, kRight - kLeft, 17}, "既往歴\n及び家族歴", c.pastHistory);
    row(canvas, {kLeft, 167, kRight - kLeft, 58}, "症状経過\n及び\n検査結果", c.course);
    row(canvas, {kLeft, 225, kRight - kLeft, 17}, "治療経過", c.treatment);
    row(canvas, {kLeft, 242, kRight - kLeft, 12}, "現在の処方",
        "別紙（2枚目）のとおり　" + std::to_string(c.medicines.size()) +
            "剤。お薬手帳の写しを併せてご確認下さい。");
    row(canvas, {kLeft, 254, kRight - kLeft, 19}, "備　考",
        "検査結果（3枚目）および心電図（4枚目）を同封いたします。\n"
        "ご多忙のところ恐縮ですが、ご高診のほど何卒よろしくお願い申し上げます。");
    canvas.frame({kLeft, 125, kRight - kLeft, 148}, 0.5, kToner);
    foot(canvas);
    dateStamp(canvas, dice, {dice.between(92, 96), dice.between(69, 73)},
              {dottedDate(c.received), c.toHouse, "地域連携室"});
}

} // namespace seihon::report
