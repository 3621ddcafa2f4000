// On /trac and all below it: the cookie that Trac set becomes the bearer token that API Gateway's authorizer wants.
// Who has none, or an old one, goes to sign in. Nothing is believed here: the authorizer and Trac check the token.
var OPEN = /^\/trac\/(login|logout|chrome)(\/|$)/;
var TOKEN = /^[A-Za-z0-9_.-]+$/;

function isExpired(token) {
  try {
    var claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    return !(claims.exp * 1000 > Date.now());
  } catch (error) {
    return true;
  }
}

function target(request) {
  var query = Object.keys(request.querystring).map(function (name) {
    var value = request.querystring[name].value;
    return value === '' ? name : name + '=' + value;
  });
  return request.uri + (query.length ? '?' + query.join('&') : '');
}

// As Trac itself does where it has no front door: by way of a renewal, which a form goes through unread (307).
function signIn(request) {
  var headers = request.headers;
  var isScript = headers['x-requested-with'] && headers['x-requested-with'].value === 'XMLHttpRequest' ||
    headers['sec-fetch-dest'] && headers['sec-fetch-dest'].value === 'empty';
  if (isScript) {
    return {statusCode: 401, statusDescription: 'Unauthorized', headers: {'cache-control': {value: 'no-store'}}};
  }
  var isReading = request.method === 'GET' || request.method === 'HEAD';
  return {
    statusCode: isReading ? 302 : 307,
    statusDescription: isReading ? 'Found' : 'Temporary Redirect',
    headers: {
      location: {value: '/trac/login/refresh?next=' + encodeURIComponent(target(request))},
      'cache-control': {value: 'no-store'},
    },
  };
}

function handler(event) {
  var request = event.request;
  var cookie = request.cookies.trac_id;
  var token = cookie && TOKEN.test(cookie.value) && !isExpired(cookie.value) ? cookie.value : null;
  if (token && !request.headers.authorization) {
    request.headers.authorization = {value: 'Bearer ' + token};
  }
  return OPEN.test(request.uri) || request.headers.authorization ? request : signIn(request);
}
