// The kinds of records that are registered by a form: how each is listed, asked for and sent.
import { pageOf, taken, type Page, type Schemas } from '../../../shared/api.ts';
import type { Route } from './access.ts';
import { namesOf, quantityOf, withoutEmpty, type FieldSpec, type FormValues } from './form.ts';
import { quantityText } from './format.ts';
import { allAuthorities, allProducers, allProducts, choicesOf } from './register.ts';
import { api } from './session.svelte.ts';
import { nameOf, t, type Key } from './text.svelte.ts';

export type Line = { key: string; title: string; more: string };

export type Kind = {
  title: Key;
  fresh: Key; // of the form for a new one
  create: Route;
  list: (after?: string) => Promise<Page<Line>>;
  fields: () => Promise<FieldSpec[]>;
  send: (values: FormValues, key: string) => Promise<Line>;
};

const page = (after?: string) => ({
  params: { query: after ? { after, limit: 50 } : { limit: 50 } },
});
const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } });

async function linesOf<T>(load: Promise<Page<T>>, line: (record: T) => Line): Promise<Page<Line>> {
  const { items, ...rest } = await load;
  return { items: items.map(line), ...rest };
}

const names = (): FieldSpec[] => [
  { name: 'name_vi', label: t('name_vi'), pointer: '/name/vi', maxlength: 200 },
  { name: 'name_en', label: t('name_en'), pointer: '/name/en', maxlength: 200, optional: true },
];

const communeField = (): FieldSpec => ({
  name: 'commune_code',
  label: t('commune_code'),
  pattern: '[0-9]{5}',
  numeric: true,
  hint: t('commune_code_hint'),
  maxlength: 5,
});

const legalForms = [
  'enterprise',
  'cooperative',
  'cooperative_group',
  'farm',
  'craft_village',
  'household',
] as const;
const placeKinds = ['plot', 'workshop', 'warehouse', 'shop'] as const;
const legalVersions = ['qd26', 'qd148', 'qd1489', 'qd1048'] as const;

const producerLine = (one: Schemas['Producer']): Line => ({
  key: one.id,
  title: nameOf(one.name),
  more: `${t(`legal_${one.legal_form}`)} · ${one.address}`,
});
const productLine = (one: Schemas['Product']): Line => ({
  key: one.code,
  title: nameOf(one.name),
  more: one.code,
});
const itemLine = (one: Schemas['TradeItem']): Line => ({
  key: one.gtin,
  title: nameOf(one.name),
  more: `${one.gtin} · ${quantityText(one.net_content.value, one.net_content.unit)}`,
});
const placeLine = (one: Schemas['Place']): Line => ({
  key: one.id,
  title: nameOf(one.name),
  more: `${t(`place_${one.kind}`)} · ${one.commune_code}`,
});

export const kinds = {
  producers: {
    title: 'producers',
    fresh: 'producer_new',
    create: 'POST /api/v1/producers',
    list: (after) => linesOf(pageOf(api.GET('/api/v1/producers', page(after))), producerLine),
    fields: async () => [
      ...names(),
      {
        name: 'legal_form',
        label: t('legal_form'),
        kind: 'choice',
        choices: legalForms.map((one) => ({ value: one, label: t(`legal_${one}`) })),
      },
      {
        name: 'tax_code',
        label: t('tax_code'),
        pattern: '[0-9]{10}([0-9]{3})?',
        numeric: true,
        optional: true,
        hint: t('tax_code_hint'),
      },
      communeField(),
      { name: 'address', label: t('address'), maxlength: 500 },
      { name: 'phone', label: t('phone'), maxlength: 30, optional: true },
      {
        name: 'website',
        label: t('website'),
        pattern: 'https://.+',
        optional: true,
        hint: t('website_hint'),
      },
    ],
    send: async (values, key) => {
      const {
        legal_form,
        tax_code = '',
        commune_code = '',
        address = '',
        phone = '',
        website = '',
      } = values;
      const body = withoutEmpty({
        name: namesOf(values),
        legal_form: legal_form as Schemas['LegalForm'],
        tax_code,
        commune_code,
        address,
        phone,
        website,
      });
      return producerLine(await taken(api.POST('/api/v1/producers', { params: keyed(key), body })));
    },
  },
  products: {
    title: 'products',
    fresh: 'product_new',
    create: 'POST /api/v1/products',
    list: (after) => linesOf(pageOf(api.GET('/api/v1/products', page(after))), productLine),
    fields: async () => [
      {
        name: 'code',
        label: t('product_code'),
        pattern: '[0-9]{2}-[0-9]{5}-[0-9]{2,}-[0-9]{4}',
        hint: t('product_code_hint'),
      },
      ...names(),
      {
        name: 'producer',
        label: t('producer'),
        kind: 'choice',
        choices: choicesOf(await allProducers()),
      },
      {
        name: 'authority',
        label: t('authority'),
        kind: 'choice',
        choices: choicesOf(await allAuthorities()),
      },
      {
        name: 'legal_version',
        label: t('legal_version'),
        kind: 'choice',
        choices: legalVersions.map((one) => ({ value: one, label: t(`version_${one}`) })),
      },
      {
        name: 'group',
        label: t('group'),
        kind: 'choice',
        choices: ([1, 2, 3, 4, 5, 6] as const).map((one) => ({
          value: String(one),
          label: t(`group_${one}`),
        })),
      },
      {
        name: 'criteria_set',
        label: t('criteria_set'),
        kind: 'number',
        min: 1,
        max: 26,
        numeric: true,
      },
      { name: 'story', label: t('product_story'), kind: 'area', maxlength: 4000, optional: true },
    ],
    send: async (values, key) => {
      const {
        code = '',
        producer = '',
        authority = '',
        legal_version,
        group,
        criteria_set,
        story = '',
      } = values;
      const body = withoutEmpty({
        code,
        producer,
        authority,
        name: namesOf(values),
        legal_version: legal_version as Schemas['LegalVersion'],
        group: Number(group),
        criteria_set: Number(criteria_set),
        story,
      });
      return productLine(await taken(api.POST('/api/v1/products', { params: keyed(key), body })));
    },
  },
  items: {
    title: 'items',
    fresh: 'item_new',
    create: 'POST /api/v1/trade-items',
    list: (after) => linesOf(pageOf(api.GET('/api/v1/trade-items', page(after))), itemLine),
    fields: async () => [
      {
        name: 'product',
        label: t('product'),
        kind: 'choice',
        choices: choicesOf(await allProducts()),
      },
      ...names(),
      {
        name: 'net_content',
        label: t('net_content'),
        kind: 'quantity',
        units: ['g', 'kg', 'ml', 'l', 'piece'],
      },
      {
        name: 'gtin',
        label: 'GTIN',
        pattern: '[0-9]{8}|[0-9]{12,14}',
        numeric: true,
        optional: true,
        hint: t('gtin_hint'),
      },
    ],
    send: async (values, key) => {
      const { product = '', gtin = '' } = values;
      const body = withoutEmpty({
        product,
        gtin,
        name: namesOf(values),
        net_content: quantityOf(values, 'net_content'),
      });
      return itemLine(await taken(api.POST('/api/v1/trade-items', { params: keyed(key), body })));
    },
  },
  places: {
    title: 'places',
    fresh: 'place_new',
    create: 'POST /api/v1/places',
    list: (after) => linesOf(pageOf(api.GET('/api/v1/places', page(after))), placeLine),
    fields: async () => [
      ...names(),
      {
        name: 'kind',
        label: t('place_kind'),
        kind: 'choice',
        choices: placeKinds.map((one) => ({ value: one, label: t(`place_${one}`) })),
      },
      {
        name: 'producer',
        label: t('producer'),
        kind: 'choice',
        choices: choicesOf(await allProducers()),
      },
      communeField(),
      { name: 'growing_area_code', label: t('growing_area_code'), maxlength: 60, optional: true },
      {
        name: 'area_m2',
        label: t('area_m2'),
        kind: 'number',
        min: 1,
        numeric: true,
        optional: true,
      },
      { name: 'gln', label: 'GLN', pattern: '[0-9]{13}', numeric: true, optional: true },
    ],
    send: async (values, key) => {
      const {
        kind,
        producer = '',
        commune_code = '',
        growing_area_code = '',
        area_m2,
        gln = '',
      } = values;
      const body = withoutEmpty({
        kind: kind as Schemas['PlaceKind'],
        name: namesOf(values),
        producer,
        commune_code,
        growing_area_code,
        gln,
        area_m2: area_m2 ? Number(area_m2) : undefined,
      });
      return placeLine(
        await taken(
          api.POST('/api/v1/places', { params: keyed(key), body: body as Schemas['NewPlace'] }),
        ),
      );
    },
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
