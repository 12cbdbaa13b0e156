import createClient from "openapi-fetch";
import type { paths } from "./clinibus.js";

// Signs in, books the first free slot of a doctor and prints the appointment, by types of the contract alone.
const [baseUrl, email, password, doctorId, date] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const api = createClient<paths>({ baseUrl });

function answered<T>(answer: {
  data?: T;
  error?: { title: string };
  response: Response;
}): T {
  if (answer.data === undefined) {
    throw new Error(
      `${String(answer.response.status)} ${answer.error?.title ?? ""}`,
    );
  }
  return answer.data;
}

const session = answered(
  await api.POST("/api/auth/login", { body: { email, password } }),
);
const headers = {
  Authorization: `${session.tokenType} ${session.accessToken}`,
};
const free = answered(
  await api.GET("/api/appointments/doctor/{doctorId}/available-slots", {
    params: { path: { doctorId }, query: { date } },
    headers,
  }),
);
const slot = free.days[0]?.slots[0];
if (!slot) {
  throw new Error("no slot is free");
}
const booked = answered(
  await api.POST("/api/appointments", {
    body: { doctorId, start: slot.start },
    headers,
  }),
);
console.log(JSON.stringify(booked));
