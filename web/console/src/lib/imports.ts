// Files of lines to register: templates, and what the service says of a file.
import { Problem, taken, type Fault, type Schemas } from '../../../shared/api.ts';
import { detailText, problemText } from './problems.ts';
import { api } from './session.svelte.ts';

export type ImportKind = Schemas['ImportKind'];
export type ImportFault = Schemas['ImportError'];

// The header of each kind, by names that src/imports/FORMAT.md lists.
const headers: Record<ImportKind, string> = {
  producers: 'Tên;Tên tiếng Anh;Loại hình;Mã số thuế;Mã xã;Địa chỉ;Điện thoại;Trang web',
  products: 'Mã sản phẩm;Chủ thể;Tên sản phẩm;Tên tiếng Anh;Bộ tiêu chí số;Câu chuyện',
  'trade-items': 'Mã vạch;Mã sản phẩm;Tên;Tên tiếng Anh;Khối lượng tịnh;Đơn vị',
  certificates: 'Mã sản phẩm;Hạng sao;Số quyết định;Ngày quyết định;Ngày cấp;Cơ quan',
};

export const importKinds = Object.keys(headers) as ImportKind[];

// With a byte order mark, without which Excel takes the letters for others.
export function template(kind: ImportKind): Blob {
  return new Blob([`\uFEFF${headers[kind]}\r\n`], { type: 'text/csv;charset=utf-8' });
}

const asked = (kind: ImportKind, file: Blob) => ({
  body: file as unknown as string,
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { 'Content-Type': 'text/csv' },
  params: { query: { kind } },
});

export type Report = Pick<Schemas['ImportReport'], 'records' | 'errors' | 'errors_total'>;

export async function checkImport(kind: ImportKind, file: Blob): Promise<Report> {
  const request = asked(kind, file);
  const params = { query: { kind, dry_run: true } };
  return (await taken(
    api.POST('/api/v1/imports', { ...request, params }),
  )) as unknown as Schemas['ImportReport'];
}

// What is wrong with lines comes as a report, as of a check.
export async function writeImport(
  kind: ImportKind,
  file: Blob,
  key: string,
): Promise<Report | null> {
  const request = asked(kind, file);
  const params = { ...request.params, header: { 'Idempotency-Key': key } };
  try {
    await taken(api.POST('/api/v1/imports', { ...request, params }));
    return null;
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'import_lines_wrong') throw error;
    const errors = error.faults as (Fault & ImportFault)[];
    return { records: [], errors, errors_total: errors.length };
  }
}

const told_by_detail = ['json_invalid', 'request_invalid', 'csv_invalid', 'line_repeated'];

// Once loadProblems() is through.
export function faultText({ code, detail }: ImportFault): string {
  return told_by_detail.includes(code) && detail
    ? detailText(detail)
    : problemText(new Problem(code));
}
