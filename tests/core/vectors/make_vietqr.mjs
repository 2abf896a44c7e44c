// Records 200 VietQR payloads as an independent implementation builds them; always the same ones:
//   npm install --no-package-lock && node make_vietqr.mjs > vietqr.jsonl && rm -r node_modules
import vietnamQrPay from "vietnam-qr-pay";

const { Banks, QRPay } = vietnamQrPay;
const CASES = 200;
const SEED = 20251015;
const DIGITS = "0123456789";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const WORDS = CAPITALS + CAPITALS.toLowerCase() + DIGITS;
const LARGEST = 499_999_999;
// MoMo's account only works with a reference of its own in the payload.
const BINS = [...new Set(Banks.map((bank) => bank.bin))].filter((bin) => bin && bin !== "971025").sort();

// mulberry32
let state = SEED;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
const oneOf = (things) => things[between(0, things.length - 1)];
const letters = (from, length) => Array.from({ length }, () => oneOf(from)).join("");
// Small amounts are as likely as large ones.
const anAmount = () => Math.min(LARGEST, between(1, 10 ** between(1, 9) - 1));

function aMemo(length) {
  let memo = letters(WORDS, length);
  for (let at = between(2, 6); at < length - 1; at += between(2, 6)) {
    memo = memo.slice(0, at) + " " + memo.slice(at + 1);
  }
  return memo;
}

function aCase(n) {
  return {
    bank: BINS[n % BINS.length],
    account: letters(n % 5 ? DIGITS : CAPITALS + DIGITS, 6 + (n % 14)),
    amount: n === 1 ? 1 : n === 2 ? LARGEST : n % 4 ? anAmount() : null,
    memo: n % 3 ? aMemo(1 + (n % 19)) : "",
  };
}

for (let n = 0; n < CASES; n += 1) {
  const wanted = aCase(n);
  const payload = QRPay.initVietQR({
    bankBin: wanted.bank,
    bankNumber: wanted.account,
    amount: wanted.amount === null ? undefined : String(wanted.amount),
    purpose: wanted.memo || undefined,
  }).build();
  console.log(JSON.stringify({ ...wanted, payload }));
}
