// Serials: 50-bit numbers (a number holds them exactly), in ten Crockford characters, and typed with
// two check characters. include/ocop/stamp/FORMAT.md, "The serial".

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const serialLength = 10;
const checkModulus = 1021;

export type SerialFault = 'serial_malformed' | 'serial_check_wrong';

function crockford(value: number, digits: number): string {
  let out = '';
  for (let i = 0; i < digits; i += 1) {
    out = alphabet[value % 32]! + out;
    value = Math.floor(value / 32);
  }
  return out;
}

// Folds case, I and L to 1, O to 0. Absent on U and other characters.
function fromCrockford(text: string): number | undefined {
  let out = 0;
  for (const c of text.toUpperCase()) {
    const digit = alphabet.indexOf(c === 'I' || c === 'L' ? '1' : c === 'O' ? '0' : c);
    if (digit < 0) return undefined;
    out = out * 32 + digit;
  }
  return out;
}

export function formatSerial(serial: number): string {
  return crockford(serial, serialLength);
}

// Ten characters, or nothing.
export function parseSerial(text: string): number | undefined {
  // Of ASCII alone: toUpperCase would make two letters of some.
  return /^[0-9A-Za-z]{10}$/.test(text) ? fromCrockford(text) : undefined;
}

// XXXX-XXXX-XXCC, CC being the serial modulo 1021.
export function formatTypedSerial(serial: number): string {
  const text = formatSerial(serial) + crockford(serial % checkModulus, 2);
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

// Twelve characters with hyphens and spaces anywhere between.
export function parseTypedSerial(text: string): number | SerialFault {
  const bare = text.replaceAll(/[ -]/g, '');
  if (!/^[0-9A-Za-z]{12}$/.test(bare)) return 'serial_malformed';
  const serial = fromCrockford(bare.slice(0, serialLength));
  const check = fromCrockford(bare.slice(serialLength));
  if (serial === undefined || check === undefined) return 'serial_malformed';
  return serial % checkModulus === check ? serial : 'serial_check_wrong';
}
