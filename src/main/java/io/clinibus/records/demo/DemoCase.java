package io.clinibus.records.demo;

import io.clinibus.records.codes.DemoCodes;
import java.util.List;
import java.util.Map;

/**
 * What patients come to a department for, and what is found and done. Codes are those of the demo
 * clinic's own code system.
 */
record DemoCase(String code, String diagnosis, String reason, String findings, String plan) {

  static final String SYSTEM = DemoCodes.SYSTEM;

  private static final DemoCase HEALTH_CHECK =
      of(
          "GEN-20|Health check|Check-up|Heart and lungs without abnormality, abdomen soft."
              + "|Next check-up in two years.");

  private static final Map<String, List<DemoCase>> BY_DEPARTMENT =
      Map.of(
          "General Medicine",
          List.of(
              of(
                  "RESP-01|Common cold|Runny nose and sore throat for three days|Throat red, lungs"
                      + " clear.|Rest, drink a lot. Come again if the fever lasts longer than three"
                      + " days."),
              of(
                  "RESP-04|Acute bronchitis|Cough with phlegm for a week|Rhonchi on both sides, no"
                      + " fever.|Inhale steam, no antibiotic needed. Come again in a week if it"
                      + " does not get better."),
              of(
                  "BONE-01|Low back pain|Pain in the lower back after lifting|No weakness, no"
                      + " numbness.|Keep moving, warmth, painkiller if needed for some days."),
              of(
                  "GUT-04|Acid reflux|Heartburn at night|Abdomen soft, no pain on pressure.|Small"
                      + " meals, raise the head of the bed. Check in four weeks."),
              of(
                  "GEN-02|Tiredness|Tired for weeks|Examination without findings; blood"
                      + " taken.|Blood results by telephone in three days."),
              HEALTH_CHECK),
          "Urgent Care",
          List.of(
              of(
                  "BONE-13|Sprained ankle|Twisted the ankle on the stairs|Swelling of the outer"
                      + " ankle, no sign of a fracture in the X-ray.|Cool, raise the leg, bandage"
                      + " for a week."),
              of(
                  "GEN-14|Cut wound|Cut in the hand with a knife|Clean wound of 3 cm, no injury of"
                      + " tendons.|Closed with four stitches; remove them after ten days."),
              of(
                  "GUT-01|Stomach and bowel infection|Vomiting and diarrhoea since the"
                      + " night|Slightly dehydrated, abdomen soft.|Drink in small sips, light food."
                      + " Come at once with blood in the stool."),
              of(
                  "HEART-10|Chest wall pain|Stabbing pain in the chest when moving|ECG normal,"
                      + " troponin negative, pain on pressure.|Painkiller for some days. Call the"
                      + " emergency number if the pain changes.")),
          "Cardiology",
          List.of(
              of(
                  "HEART-01|High blood pressure|Control of blood pressure|Regular pulse, no murmur,"
                      + " ECG normal.|Measure at home twice a day, go on with the medicine."),
              of(
                  "HEART-07|Heart palpitations|Heart beats irregularly at times|Extra beats in the"
                      + " ECG, echocardiogram normal.|Harmless. Long-term ECG if they become more"
                      + " frequent."),
              of(
                  "HEART-18|High cholesterol|Blood lipids too high|No signs of narrowed"
                      + " arteries.|Diet, exercise three times a week. Blood test in three"
                      + " months."),
              of(
                  "HEART-03|Coronary heart disease|Tightness of the chest when climbing"
                      + " stairs|Exercise ECG with slight changes.|Medicine adjusted, appointment"
                      + " for a heart scan.")),
          "Orthopaedics",
          List.of(
              of(
                  "BONE-10|Wear of the knee joint|Knee hurts on the stairs|Slight effusion,"
                      + " movement limited.|Physiotherapy twelve times, cycling instead of"
                      + " running."),
              of(
                  "BONE-05|Shoulder pain|Shoulder hurts at night|Pain when raising the arm"
                      + " sideways.|Physiotherapy, no work above the head for some weeks."),
              of(
                  "BONE-08|Carpal tunnel syndrome|Fingers go numb at night|Tinel's sign positive on"
                      + " the right.|Splint at night, nerve measured if it does not get better."),
              of(
                  "BONE-02|Back pain with sciatica|Pain from the back into the leg|Lasègue positive"
                      + " at 50 degrees, strength normal.|Painkiller, physiotherapy. At once with"
                      + " weakness or trouble with the bladder.")),
          "Paediatrics",
          List.of(
              of(
                  "GEN-19|Vaccination|Vaccination due|Healthy child, no fever.|Next vaccination as"
                      + " in the card."),
              of(
                  "EAR-01|Middle ear infection|Earache and fever|Eardrum red and bulging on the"
                      + " left.|Painkiller, check in two days."),
              of(
                  "RESP-16|Croup in a child|Barking cough at night|Inspiratory stridor, saturation"
                      + " normal.|Cool air, medicine for emergencies explained."),
              of(
                  "GEN-20|Health check|Check-up of the child|Development fits the age.|Next"
                      + " check-up as in the booklet.")),
          "Dermatology",
          List.of(
              of(
                  "SKIN-01|Eczema|Itching red patches|Dry eczema at both elbows.|Cream twice a day"
                      + " for two weeks, then a moisturiser."),
              of(
                  "SKIN-22|Mole to be checked|Mole has changed|Regular under the dermatoscope.|No"
                      + " removal needed. Check once a year."),
              of(
                  "SKIN-05|Acne|Pimples in the face|Moderate acne of cheeks and forehead.|Gel in"
                      + " the evening, sun protection. Check in eight weeks."),
              of(
                  "SKIN-08|Fungal skin infection|Itching between the toes|Scaling between the toes,"
                      + " fungus in the sample.|Cream for four weeks, change socks daily.")),
          "Women's Health",
          List.of(
              of(
                  "WOM-14|Contraception advice|Advice on contraception|Findings"
                      + " normal.|Possibilities explained; decision at the next visit."),
              of(
                  "WOM-05|Irregular periods|Periods come irregularly|Ultrasound normal.|Blood test"
                      + " of hormones, result in a week."),
              of(
                  "GEN-20|Health check|Yearly check-up|Smear taken, breasts without"
                      + " findings.|Result of the smear by letter."),
              of(
                  "WOM-06|Menopause complaints|Hot flushes and poor sleep|Findings fit the"
                      + " age.|Treatment explained, check in three months.")),
          "Neurology",
          List.of(
              of(
                  "NERV-01|Migraine|One-sided headache with nausea|Neurological status"
                      + " normal.|Medicine for attacks, diary for three months."),
              of(
                  "NERV-02|Tension headache|Pressing headache in the evening|Muscles of the neck"
                      + " tense.|Endurance sport, relaxation, painkiller on ten days a month at"
                      + " most."),
              of(
                  "EAR-07|Dizziness when moving the head|Everything turns when lying"
                      + " down|Positional manoeuvre positive on the right.|Manoeuvre done,"
                      + " exercises explained."),
              of(
                  "NERV-06|Nerve damage in the legs|Feet tingle|Sense of vibration reduced at both"
                      + " ankles.|Nerves measured, blood sugar controlled.")));

  /** What is usual in a department; a check-up in one that is not known. */
  static List<DemoCase> of(String department, boolean isChild) {
    List<DemoCase> cases = BY_DEPARTMENT.getOrDefault(department, List.of(HEALTH_CHECK));
    return isChild && "General Medicine".equals(department) ? List.of(HEALTH_CHECK) : cases;
  }

  private static DemoCase of(String text) {
    String[] parts = text.split("\\|");
    return new DemoCase(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }
}
