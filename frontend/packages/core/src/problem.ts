/** What is wrong with which field of a form, in words for people. */
export type ProblemFields = Readonly<Record<string, string>>;

export interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail: string;
  fields: ProblemFields;
  request_id: string;
  /** Members beyond RFC 9457 that a code brings along, e.g. the other version of a 409. */
  extra: Record<string, unknown>;
}

/** A refusal or failure of the API (RFC 9457). `offline` and `timeout` never reached the server. */
export class ApiProblem extends Error implements ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: ProblemFields;
  readonly request_id: string;
  readonly extra: Record<string, unknown>;

  constructor(body: ProblemBody) {
    super(`${body.status} ${body.code}`);
    this.name = 'ApiProblem';
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.detail = body.detail;
    this.fields = body.fields;
    this.request_id = body.request_id;
    this.extra = body.extra;
  }
}

export type LocalCode = 'offline' | 'timeout' | 'aborted' | 'unreadable_answer';

export function localProblem(code: LocalCode, status = 0): ApiProblem {
  return new ApiProblem(
    { status, code, title: '', detail: '', fields: {}, request_id: '', extra: {} },
  );
}

/** Reads whatever an error answer holds; an answer that is no problem+json keeps its status. */
export function problemFromAnswer(status: number, body: unknown, requestId: string): ApiProblem {
  const { status: _status, code, title, detail, fields, request_id, type: _type, ...extra } =
    isRecord(body) ? body : {};
  return new ApiProblem({
    status,
    code: textOr(code, `http_${status}`),
    title: textOr(title, ''),
    detail: textOr(detail, ''),
    fields: readFields(fields),
    request_id: textOr(request_id, requestId),
    extra,
  });
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

export function isOffline(error: unknown): boolean {
  return isProblem(error, 'offline') || isProblem(error, 'timeout');
}

/** The deed may have been done although no good answer came: send it again under the same key. */
export function mayHaveArrived(error: unknown): boolean {
  if (isOffline(error)) return true;
  if (!isProblem(error)) return false;
  return error.status >= 500 || ['in_flight', 'unreadable_answer', 'aborted'].includes(error.code);
}

const BY_CODE: Record<string, string> = {
  offline: '没有网络，请检查连接后重试',
  timeout: '网络太慢，服务器没有及时回应，请重试',
  aborted: '已取消',
  unreadable_answer: '服务器的回应无法读取，请稍后重试',
  wrong_credentials: '账号或密码不正确，请重新输入',
  second_factor_required: '请输入动态验证码',
  locked_out: '错误次数过多，账号已暂时锁定，请稍后再试',
};

const BY_STATUS: Record<number, string> = {
  400: '提交的内容有误，请检查后重试',
  401: '登录已失效，请重新登录',
  403: '您没有此项权限',
  404: '没有找到，可能已删除或不在您的范围内',
  409: '内容已被他人修改，请核对后重试',
  412: '内容已被他人修改，请刷新后再改',
  413: '文件太大，请压缩后重试',
  422: '提交的内容有误，请检查后重试',
  429: '操作太频繁，请稍后再试',
};

/** One plain Chinese sentence for any failure: the server's words first, then ours. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return '页面出错了，请刷新后重试';
  if (error.detail) return error.detail;
  const known = BY_CODE[error.code] ?? (saysWhy(error) ? error.title : BY_STATUS[error.status]);
  if (known) return known;
  return error.status >= 500 ? '服务器出错了，请稍后重试' : '操作没有成功，请稍后重试';
}

/** Where no field stands on the page to carry its own complaint: what the fields say, else the sentence. */
export function causeText(error: unknown): string {
  const said = isProblem(error) ? Object.values(error.fields).join('；') : '';
  return said || errorText(error);
}

/** Refusals without a cause of their own: our words say more than their titles. */
const PLAIN = new Set(['conflict', 'forbidden', 'invalid', 'not_found']);

/** A refusal of the domain says why in its title; what a proxy says is not for people. */
function saysWhy({ code, title }: ApiProblem): boolean {
  return !PLAIN.has(code) && /\p{Script=Han}/u.test(title);
}

function readFields(value: unknown): ProblemFields {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, said]) => [
      name,
      Array.isArray(said) ? said.map(String).join('；') : textOr(said, ''),
    ]),
  );
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
