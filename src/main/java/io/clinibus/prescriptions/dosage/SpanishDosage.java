package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import java.util.List;

/** Dosages in Spanish. */
final class SpanishDosage extends AmountFirstDosage {

  SpanishDosage() {
    super(
        new Words(
            Language.es,
            List.of(
                "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
                "once", "doce"),
            " el producto",
            "una vez",
            "veces",
            "al día",
            "si lo necesita, como máximo",
            "y",
            "cada",
            "cada dos días",
            "una vez a la semana",
            "durante",
            "día",
            "días",
            "semanas"));
  }

  @Override
  String action(Dosage dosage, String amount) {
    return switch (dosage.route()) {
      case ORAL -> "Tome" + amount;
      case SUBLINGUAL -> "Ponga" + amount + " debajo de la lengua";
      case INHALED -> "Inhale" + amount;
      case NASAL -> "Aplique" + amount + " en la nariz";
      case ON_SKIN -> "Aplique" + amount + " sobre la piel";
      case TRANSDERMAL ->
          (dosage.unit() == DoseUnit.PATCH ? "Pegue" : "Aplique") + amount + " sobre la piel";
      case IN_EYE -> "Aplique" + amount + " en el ojo";
      case IN_EAR -> "Aplique" + amount + " en el oído";
      case RECTAL -> "Introduzca" + amount + " en el recto";
      case VAGINAL -> "Introduzca" + amount + " en la vagina";
      case SUBCUTANEOUS -> "Inyecte" + amount + " bajo la piel";
      case INTRAMUSCULAR -> "Inyecte" + amount + " en el músculo";
      case INTRAVENOUS -> "Inyecte" + amount + " en la vena";
    };
  }

  @Override
  String at(String time) {
    return switch (time) {
      case "MORNING" -> "por la mañana";
      case "NOON" -> "al mediodía";
      case "EVENING" -> "por la noche";
      case "NIGHT" -> "al acostarse";
      default -> (time.startsWith("01") ? "a la " : "a las ") + DayTimes.clock(time);
    };
  }
}
