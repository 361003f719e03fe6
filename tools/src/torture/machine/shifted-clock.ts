// Loaded into a process before its program: its clock is CLOCK_SHIFT_MS ahead, or behind if that is negative. Its timers are not.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const trueNow = Date.now;
const now = () => trueNow() + shiftMs;

globalThis.Date = new Proxy(Date, {
  construct: (target, values, made) => Reflect.construct(target, values.length === 0 ? [now()] : values, made) as Date,
  get: (target, name): unknown => (name === 'now' ? now : Reflect.get(target, name)),
});

export {};
