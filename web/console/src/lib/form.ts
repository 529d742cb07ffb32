// What a form asks. A field's value is a text; of a checkbox "yes" or ""; of a quantity the number,
// with its unit under NAME_unit.
import type { Fault } from '../../../shared/api.ts';
import type { Schemas } from '../../../shared/api.ts';

export type Choice = { value: string; label: string };

export type FieldSpec = {
  name: string;
  label: string;
  kind?:
    'text' | 'password' | 'number' | 'date' | 'area' | 'choice' | 'check' | 'quantity' | undefined;
  pointer?: string | undefined; // of its value in the body; absent: "/name"
  optional?: boolean | undefined;
  hint?: string | undefined;
  value?: string | undefined;
  choices?: Choice[] | undefined;
  units?: Schemas['Unit'][] | undefined;
  pattern?: string | undefined;
  min?: string | number | undefined;
  max?: string | number | undefined;
  step?: string | undefined;
  maxlength?: number | undefined;
  autocomplete?:
    'off' | 'username' | 'current-password' | 'new-password' | 'one-time-code' | undefined;
  numeric?: boolean | undefined; // the keyboard of a phone shows digits
};

export type FormValues = Record<string, string>;

export function initialValues(fields: FieldSpec[]): FormValues {
  const out: FormValues = {};
  for (const field of fields) {
    out[field.name] =
      field.value ??
      (field.kind === 'choice' && !field.optional ? (field.choices?.[0]?.value ?? '') : '');
    if (field.kind === 'quantity') out[`${field.name}_unit`] = field.units?.[0] ?? 'kg';
  }
  return out;
}

// The field that a fault points to, by the longest pointer or parameter name that fits.
export function fieldOf(fields: FieldSpec[], fault: Fault): FieldSpec | undefined {
  const pointer = fault.pointer.startsWith('/') ? fault.pointer : `/${fault.pointer}`;
  const fits = (field: FieldSpec) => {
    const own = field.pointer ?? `/${field.name}`;
    return pointer === own || pointer.startsWith(`${own}/`);
  };
  return fields
    .filter(fits)
    .sort((a, b) => (b.pointer ?? b.name).length - (a.pointer ?? a.name).length)[0];
}

// Without what was left empty: the API takes an absent member, and refuses an empty one.
export function withoutEmpty<T extends Record<string, unknown>>(body: T): T {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== '' && value !== undefined),
  ) as T;
}

export function quantityOf(values: FormValues, name: string): Schemas['Quantity'] {
  return { value: Number(values[name]), unit: values[`${name}_unit`] as Schemas['Unit'] };
}

export function namesOf(values: FormValues): Schemas['Name'] {
  return withoutEmpty({ vi: values['name_vi'] ?? '', en: values['name_en'] ?? '' });
}
