-- Mails to a representative, by the patient whom they are about: erased with either.
CREATE INDEX delivery_about ON notifications.delivery ((payload ->> 'forPatient'))
  WHERE payload ->> 'forPatient' IS NOT NULL;
