package io.clinibus.directory;

import io.clinibus.bus.Bus;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.TranslationsApi;
import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Wires the directory domain. */
public final class DirectoryVerticle extends VerticleBase {

  private final NodeContext platform;

  public DirectoryVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    Bus bus = platform.bus();
    var departments = new Departments(new DepartmentRepository(platform.database()));
    var doctors =
        new Doctors(
            new DoctorRepository(platform.database()),
            new DoctorSearch(platform.database()),
            new DoctorCalendars(bus),
            bus);
    var translations = new Translations(new TranslationRepository(platform.database()));
    return Future.all(
        List.of(
            bus.serve(DirectoryApi.LIST_DEPARTMENTS, departments::list),
            bus.serve(DirectoryApi.CREATE_DEPARTMENT, departments::create),
            bus.serve(DirectoryApi.GET_DEPARTMENT, departments::get),
            bus.serve(DirectoryApi.UPDATE_DEPARTMENT, departments::update),
            bus.serve(DirectoryApi.DELETE_DEPARTMENT, departments::delete),
            bus.serve(DirectoryApi.LIST_DOCTORS, doctors::list),
            bus.serve(DirectoryApi.LIST_DOCTORS_BY_SPECIALIZATION, doctors::listBySpecialization),
            bus.serve(DirectoryApi.CREATE_DOCTOR, doctors::create),
            bus.serve(DirectoryApi.GET_DOCTOR, doctors::get),
            bus.serve(DirectoryApi.GET_DOCTOR_CONTACT, doctors::contact),
            bus.serve(DirectoryApi.UPDATE_DOCTOR, doctors::update),
            bus.serve(DirectoryApi.DELETE_DOCTOR, doctors::delete),
            bus.serve(TranslationsApi.LIST_TRANSLATIONS, translations::list),
            bus.serve(TranslationsApi.LIST_CLINIC_TEXTS, translations::texts),
            bus.serve(TranslationsApi.SET_TRANSLATION, translations::set)));
  }
}
